import { createHash } from 'node:crypto'
import { readStory } from '../../harness/assertions/story-stream.js'
import { generate, storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { aStory, call, createStory, keepStories, keyEntry } from '../../harness/fixtures/stories.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({
  API_KEYS: JSON.stringify([keyEntry('tests', testKey, ['stories', 'admin'])])
})
const headers = { 'X-API-Key': testKey }
const mark = { aiGenerated: true, digitalSourceType: 'trainedAlgorithmicMedia' }

function read(id: string, more: Readonly<Record<string, string>> = {}) {
  return call(service, 'get', `/api/v1/stories/${id}`, { ...headers, ...more })
}

/** What every form of a story says of its content. */
function statementOf(content: unknown): object {
  const contentSha256 = createHash('sha256').update(String(content)).digest('hex')
  return { content, contentSha256, ...mark }
}

describe('The text of a story and the mark that a model wrote it', () => {
  it('are the same in the response, in the store, in lists and in the export', async () => {
    const { body } = await createStory(service, headers)
    const { id, content } = body.data
    const statement = statementOf(content)
    expect(body.data).toMatchObject(statement)
    const list = await call(service, 'get', '/api/v1/stories', headers)
    const all = await call(service, 'get', '/api/v1/admin/owners/key:tests/export', headers)
    for (const story of [
      (await read(id)).body.data,
      list.body.data.results[0],
      all.body.data.stories.at(-1)
    ])
      expect(story).toMatchObject({ id, ...statement })
  })

  it('are the same in the response of /generate and in the store', async () => {
    const { body } = await generate(service.url)
    expect((await read(body.id)).body.data).toMatchObject({
      content: body.content,
      contentSha256: body.content_sha256,
      aiGenerated: body.ai_generated,
      digitalSourceType: body.digital_source_type,
      ...statementOf(body.content)
    })
  })

  it('are the same in the deltas of a stream, in its done event and in the store', async () => {
    const received = await readStory(service.url, storyRequest())
    expect(received.done).toMatchObject(statementOf(received.content))
    expect((await read(received.storyId)).body.data).toEqual(received.done)
  })

  it('have the hash of their bytes in UTF-8', async () => {
    const story = aStory({ content: 'A 狐 and a fox 🦊 met at the café.' })
    await keepStories(service, 'key:tests', [story])
    expect((await read(story.id)).body.data).toMatchObject(statementOf(story.content))
  })

  it('add nothing to the draft, which Kuybi’s form accepts as it is', async () => {
    const { body } = await createStory(service, headers)
    const fields = ['details', 'priority', 'status', 'tags', 'title', 'type']
    expect(Object.keys(body.data.draft).toSorted()).toEqual(fields)
  })
})

describe('The ETag of a story', () => {
  const story = aStory({ title: 'The Fox and the Owl' })
  const other = aStory({ title: 'The Fox and the Crow' })

  beforeAll(() => keepStories(service, 'key:tests', [story, other]))

  it('is strong, the same in every response, and other for another story', async () => {
    const [first, second, third] = [
      await read(story.id),
      await read(story.id),
      await read(other.id)
    ]
    expect(first.headers['etag']).toMatch(/^"[\w-]{43}"$/)
    expect(second.headers['etag']).toBe(first.headers['etag'])
    expect(third.headers['etag']).not.toBe(first.headers['etag'])
    expect(first.headers['cache-control']).toBe('private, no-cache')
  })

  it.each([
    ['alone', (tag: string) => tag],
    ['as a weak tag', (tag: string) => `W/${tag}`],
    ['in a list', (tag: string) => `"another", ${tag}`],
    ['as any', () => '*']
  ])('gives 304 without a body in If-None-Match, %s', async (_, headerOf) => {
    const tag = String((await read(story.id)).headers['etag'])
    const {
      status,
      text,
      headers: answered
    } = await read(story.id, {
      'If-None-Match': headerOf(tag)
    })
    expect([status, text]).toEqual([304, ''])
    expect(answered).toMatchObject({ etag: tag, 'cache-control': 'private, no-cache' })
    expect(answered).not.toHaveProperty('content-length')
  })

  it('gives the story when If-None-Match names another one', async () => {
    const tag = String((await read(other.id)).headers['etag'])
    const { status, body } = await read(story.id, { 'If-None-Match': tag })
    expect([status, body.data.id]).toEqual([200, story.id])
  })

  it('gives 404 after the deletion, as for the story of another owner', async () => {
    const tag = String((await read(other.id)).headers['etag'])
    await call(service, 'delete', `/api/v1/stories/${other.id}`, headers).expect(204)
    expect((await read(other.id, { 'If-None-Match': tag })).status).toBe(404)
    expect((await read(other.id, { 'If-None-Match': '*' })).status).toBe(404)
  })
})
