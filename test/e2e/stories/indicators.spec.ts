import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import type { StoryDto } from '#modules/stories/http/dto/story.dto.js'
import { metric } from '../../harness/assertions/metrics.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { call, createStory, keyEntry } from '../../harness/fixtures/stories.js'
import { eventually } from '../../harness/service/instances.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({
  API_KEYS: JSON.stringify([keyEntry('tests', testKey, ['stories', 'admin'])]),
  CACHE_TTL: '600'
})
const headers = { 'X-API-Key': testKey }
const newStory = { ...headers, 'Cache-Control': 'no-cache' }

async function read(id: string, query = '?include=indicators'): Promise<StoryDto> {
  const { body } = await call(service, 'get', `/api/v1/stories/${id}${query}`, headers).expect(200)
  return body.data
}

/** Creates a story and reads it until it has indicators. */
async function measured(change: object = {}): Promise<StoryDto> {
  const { body } = await createStory(service, newStory, change)
  let story = await read(body.data.id)
  await eventually(async () => {
    story = await read(body.data.id)
    return story.indicators !== null
  })
  return story
}

describe('The indicators of a story', () => {
  it('are computed after the response, and are in stories, lists and exports', async () => {
    const { id, indicators } = await measured()
    const share: unknown = expect.any(Number)
    expect(indicators).toMatchObject({
      distinct1: share,
      distinct2: share,
      distinct3: share,
      repeatedShare: share,
      dialogueShare: share,
      readability: { formula: 'Flesch-Kincaid grade', score: expect.any(Number) },
      names: expect.any(Array),
      overusedWords: expect.any(Array),
      simhash: expect.stringMatching(/^[0-9a-f]{16}$/)
    })
    const list = await call(service, 'get', '/api/v1/stories?include=indicators', headers)
    const all = await call(service, 'get', '/api/v1/admin/owners/key:tests/export', headers)
    for (const story of [list.body.data.results[0], all.body.data.stories.at(-1)])
      expect(story).toMatchObject({ id, indicators })
  })

  it('are left out unless they are asked for, so that the plain story and its ETag do not change', async () => {
    const { body } = await createStory(service, newStory)
    const path = `/api/v1/stories/${body.data.id}`
    const { headers: first } = await call(service, 'get', path, headers)
    await eventually(async () => (await read(body.data.id)).indicators !== null)
    expect(await read(body.data.id, '')).toEqual(body.data)
    const list = await call(service, 'get', '/api/v1/stories?limit=1', headers)
    expect(list.body.data.results).toEqual([body.data])
    const known = { ...headers, 'If-None-Match': first['etag'] ?? '' }
    await call(service, 'get', path, known).expect(304)
    await call(service, 'get', `${path}?include=indicators`, known).expect(200)
  })

  it('are null for a story that has none', async () => {
    const { id } = await measured()
    await sql`UPDATE stories SET indicators = NULL`.execute(service.app.get(Database).queries)
    expect(await read(id)).toMatchObject({ indicators: null })
  })

  it('are the only thing that can be included', async () => {
    const { id } = await measured()
    const path = `/api/v1/stories/${id}?include=drafts`
    const { body } = await call(service, 'get', path, headers).expect(400)
    expect(body.message).toContain('include')
  })

  it('name the most similar story of the owner, but no deleted one', async () => {
    const change = { keywords: ['bakery', 'dragon'] }
    const first = await measured(change)
    const second = await measured(change)
    expect(second.indicators?.mostSimilar?.storyId).toBe(first.id)
    expect(second.indicators?.mostSimilar?.similarity).toBeGreaterThan(0.8)
    for (const { id } of [first, second])
      await call(service, 'delete', `/api/v1/stories/${id}`, headers).expect(204)
    const third = await measured(change)
    expect([first.id, second.id]).not.toContain(third.indicators?.mostSimilar?.storyId)
  })

  it('are counted', async () => {
    const name = 'jiraiya_story_indicators_total'
    const before = await metric(service.url, name, { result: 'computed' })
    await measured()
    expect(await metric(service.url, name, { result: 'computed' })).toBe(before + 1)
    const observed = await metric(service.url, 'jiraiya_story_distinct_pairs_ratio_count')
    expect(observed).toBe(before + 1)
  })

  it('of a story from the cache are those of the story that it copies', async () => {
    const change = { keywords: ['harbour'] }
    const { indicators } = await measured(change)
    const { body } = await createStory(service, headers, change)
    expect(body.data.cached).toBe(true)
    expect((await read(body.data.id)).indicators).toEqual(indicators)
  })
})
