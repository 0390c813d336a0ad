import type { FaultName } from '../../../tools/simulator/faults/faults.ts'
import { generate, storyRequest } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ OPENAI_MODEL: 'gpt-6-luna' })

async function costOf(faults: readonly FaultName[]) {
  service.simulator.reset()
  service.simulator.setFaults(faults.map(fault => ({ fault, on: 'write' })))
  const { body } = await generate(service.url, storyRequest({ max_length: 500 }))
  return body as { readonly cost_usd: number; readonly lacks: readonly string[] }
}

describe('A repair', () => {
  it.each<[FaultName, number]>([
    ['omit-keywords', 0.5],
    ['too-long', 0.6],
    ['repeat-paragraph', 0.6]
  ])('of %s costs at most %d of a new story', async (fault, share) => {
    const story = await costOf([])
    const repaired = await costOf([fault])
    service.simulator.setFaults([
      { fault, on: 'write' },
      { fault: 'status-400', on: 'edit' }
    ])
    const { body: unrepaired } = await generate(service.url, {
      ...storyRequest({ max_length: 500 }),
      tone: 'dark'
    })
    expect(repaired.lacks).toEqual([])
    expect(unrepaired.lacks).not.toEqual([])
    expect(repaired.cost_usd - unrepaired.cost_usd).toBeLessThan(share * story.cost_usd)
  })
})
