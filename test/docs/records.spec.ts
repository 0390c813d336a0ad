import { readFile } from 'node:fs/promises'
import {
  auditOf,
  billByDay,
  deleteStory,
  eraseOwner,
  exportedStories,
  keptStories,
  readStory,
  readUsage,
  setBudget,
  type Access,
  type KeptStory
} from '../../docs/examples/records.ts'
import { aStory, keepStories, keyEntry } from '../harness/library.js'
import { generate } from '../harness/requests.js'
import { userId, userToken } from '../harness/tokens.js'
import { useService } from '../harness/use-service.js'

const example = 'docs/examples/records.ts'
const adminKey = 'the-key-of-an-operator-in-the-documents'
const owner = `user:${userId}`
const service = useService({
  API_KEYS: JSON.stringify([keyEntry('operator', adminKey, ['admin'])])
})
const user = (): Access => ({
  url: service.url,
  headers: { Authorization: `Bearer ${userToken()}` }
})
const operator = (): Access => ({ url: service.url, headers: { 'X-API-Key': adminKey } })

describe('docs/api-examples.md', () => {
  it('shows the example file to the letter, and no other TypeScript', async () => {
    const page = await readFile('docs/api-examples.md', 'utf8')
    const shown = Array.from(
      page.matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms),
      ([, code]) => code
    )
    expect(shown).toEqual([await readFile(example, 'utf8')])
  })
})

describe('The routes of what is kept and counted, as the page shows them', () => {
  const stories = Array.from({ length: 250 }, (_, index) =>
    aStory({
      genre: index % 2 === 0 ? 'fable' : 'mystery',
      createdAt: new Date(Date.UTC(2026, 10, 20, 12, 0, index))
    })
  )
  beforeAll(() => keepStories(service, owner, stories))

  it('go through all stories that fit, over several pages', async () => {
    const newestFirst = stories.toReversed().map(({ id }) => id)
    expect(await idsOf(keptStories(user()))).toEqual(newestFirst)
    const fables = stories.filter(({ genre }) => genre === 'fable').map(({ id }) => id)
    const filter = { genre: 'fable', sortOrder: 'ASC' } as const
    expect(await idsOf(keptStories(user(), filter))).toEqual(fables)
    expect(await idsOf(keptStories(user(), { keyword: 'heron' }))).toEqual([])
  })

  it('read a story, and delete it for good', async () => {
    const { id } = aStory()
    await keepStories(service, owner, [aStory({ id })])
    expect(await readStory(user(), id)).toMatchObject({ id, title: 'The Fox' })
    await deleteStory(user(), id)
    await expect(readStory(user(), id)).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })

  it('say what an owner used, and what the days cost', async () => {
    const headers = { Authorization: `Bearer ${userToken()}` }
    await generate(service.url).unset('X-API-Key').set(headers).expect(200)
    const usage = await readUsage(user())
    expect(usage).toMatchObject({ owner, today: { generations: 1 }, month: { generations: 1 } })
    const today = new Date().toISOString().slice(0, 10)
    expect(await billByDay(operator(), today, today)).toEqual([
      expect.objectContaining({ day: today, costUsd: usage.today.costUsd, attempts: 1 })
    ])
  })

  it('set a budget, which the audit knows', async () => {
    const budget = { dailyUsd: '0.50', monthlyUsd: 10 }
    expect(await setBudget(operator(), 'user:4712', budget)).toMatchObject({ source: 'admin' })
    expect(await auditOf(operator(), 'user:4712')).toMatchObject([
      { action: 'budget_set', actor: 'operator', details: { dailyUsd: '0.50' } }
    ])
  })

  it('export an owner, and erase it', async () => {
    const kept = await idsOf(keptStories(user()))
    const exported = await idsOf(exportedStories(operator(), owner))
    expect(exported.toSorted()).toEqual(kept.toSorted())
    expect(await eraseOwner(operator(), owner)).toBe(kept.length)
    expect(await idsOf(keptStories(user()))).toEqual([])
  })

  it('are refused with the words of the service', async () => {
    await expect(billByDay(user(), '2026-11-01', '2026-11-30')).rejects.toMatchObject({
      name: 'RefusedCall',
      status: 403,
      code: 'AUTHORIZATION_ERROR'
    })
  })
})

async function idsOf(stories: AsyncIterable<KeptStory>): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const { id } of stories) ids.push(id)
  return ids
}
