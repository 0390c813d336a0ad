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

async function read(id: string): Promise<StoryDto> {
  const { body } = await call(service, 'get', `/api/v1/stories/${id}`, headers).expect(200)
  return body.data
}

/** Creates a story and reads it until it has indicators. */
async function measured(change: object = {}): Promise<StoryDto> {
  const { body } = await createStory(service, newStory, change)
  expect(body.data).not.toHaveProperty('indicators')
  let story = await read(body.data.id)
  await eventually(async () => {
    story = await read(body.data.id)
    return story.indicators !== undefined
  })
  return story
}

describe('The indicators of a story', () => {
  it('are computed after the response, and are in the story, in lists and in the export', async () => {
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
    const list = await call(service, 'get', '/api/v1/stories', headers)
    const all = await call(service, 'get', '/api/v1/admin/owners/key:tests/export', headers)
    for (const story of [list.body.data.results[0], all.body.data.stories.at(-1)])
      expect(story).toMatchObject({ id, indicators })
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
