import type { APIError } from 'openai'
import type OpenAI from 'openai'
import { startSimulator, type Simulator } from '../simulator.ts'
import { clientOf, storyOf, writeMessages } from '../testing.ts'

let simulator: Simulator
const model = 'gpt-4o-mini'

beforeAll(async () => {
  simulator = await startSimulator()
})
afterEach(() => simulator.reset())
afterAll(() => simulator.close())

const ask = (params: Partial<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming> = {}) =>
  clientOf(simulator.baseUrl).chat.completions.create({
    model,
    messages: writeMessages(),
    ...params
  })

const statuses = async (calls: number) => {
  const seen: number[] = []
  for (let call = 0; call < calls; call++) {
    await ask().then(
      () => seen.push(200),
      (error: APIError) => seen.push(error.status ?? 0)
    )
  }
  return seen
}

const strikes = async () => {
  simulator.setFaults([{ fault: 'status-500', probability: 0.5 }])
  return await statuses(20)
}

describe('A fault rule', () => {
  it('ends after its times, and the next one applies', async () => {
    simulator.setFaults([
      { fault: 'status-500', times: 1 },
      { fault: 'status-429', times: 2 }
    ])
    expect(await statuses(4)).toEqual([500, 429, 429, 200])
  })

  it('skips the first calls as configured', async () => {
    simulator.setFaults([{ fault: 'status-500', skip: 2, times: 1 }])
    expect(await statuses(4)).toEqual([200, 200, 500, 200])
  })

  it('applies to one section of a longer story only', async () => {
    simulator.setFaults([{ fault: 'status-500', section: 2 }])
    const seen: number[] = []
    for (const section of [1, 2, 3]) {
      const content = JSON.stringify({ task: 'write', keywords: ['fox'], section })
      const asked = ask({ messages: [{ role: 'user', content }] })
      seen.push(
        await asked.then(
          () => 200,
          (error: APIError) => error.status ?? 0
        )
      )
    }
    expect(seen).toEqual([200, 500, 200])
  })

  it('applies with a probability, reproducible by the seed', async () => {
    const first = await strikes()
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await strikes()).toEqual(first)
  })

  it('does not use a content fault for a call that fails', async () => {
    simulator.setFaults([
      { fault: 'omit-keywords', times: 1 },
      { fault: 'status-500', times: 1 }
    ])
    expect(await statuses(1)).toEqual([500])
    expect(storyOf(await ask()).content).not.toContain('dragon')
    expect(storyOf(await ask()).content).toContain('dragon')
  })

  it('applies only to its target and its model', async () => {
    const openai = clientOf(simulator.baseUrl)
    simulator.setFaults([{ fault: 'status-500', on: 'models' }])
    expect(await statuses(1)).toEqual([200])
    await expect(openai.models.list()).rejects.toMatchObject({ status: 500 })
    simulator.setFaults([{ fault: 'status-500', on: 'moderations' }])
    await expect(openai.moderations.create({ input: 'tea' })).rejects.toMatchObject({ status: 500 })
    simulator.setFaults([{ fault: 'status-500', on: 'stream' }])
    expect(await statuses(1)).toEqual([200])
    simulator.setFaults([{ fault: 'status-500', on: 'edit' }])
    expect(await statuses(1)).toEqual([200])
    simulator.setFaults([{ fault: 'status-500', on: 'write', model: 'gpt-other' }])
    expect(await statuses(1)).toEqual([200])
    await expect(ask({ model: 'gpt-other' })).rejects.toMatchObject({ status: 500 })
  })

  it('is counted by model, with the tokens of finished answers only', async () => {
    simulator.setFaults([{ fault: 'status-500', times: 1 }])
    await statuses(1)
    const { usage } = await ask()
    const { models } = await simulator.waitFor(({ completed }) => completed === 2)
    expect(models[model]).toEqual({
      calls: 2,
      prompt: usage?.prompt_tokens,
      completion: usage?.completion_tokens
    })
  })
})
