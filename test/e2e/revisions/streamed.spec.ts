import { readStory, type ReceivedStory } from '../../harness/assertions/story-stream.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { storedStory, type StoryBody } from '../../harness/fixtures/revisions.js'
import { call } from '../../harness/fixtures/stories.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
const headers = { 'X-API-Key': testKey }
let story: StoryBody
let sentence: string

beforeEach(async () => {
  story = await storedStory(service, headers, { maxLength: 200 })
  sentence = story.content.split('\n\n')[1]?.split('. ')[0] ?? ''
  service.simulator.reset()
})

function streamed(
  change: object,
  more: Readonly<Record<string, string>> = {},
  id = story.id
): Promise<ReceivedStory> {
  return readStory(service.url, change, more, `/api/v1/stories/${id}/revisions/stream`)
}

describe('A streamed revision', () => {
  it.each([
    { kind: 'continue', words: 100 },
    { kind: 'lengthen', words: 400 },
    { kind: 'shorten', words: 90 },
    { kind: 'simplify' },
    { kind: 'tone', tone: 'dark' },
    { kind: 'title' },
    { kind: 'regenerate' },
    { kind: 'instruction', instruction: 'Let it rain.' },
    { kind: 'rewrite', start: 0, end: 100 }
  ])('is the sum of its deltas, as stored: $kind', async change => {
    const received = await streamed(change)
    expect(received.error).toBeUndefined()
    expect(received.names.slice(0, 3)).toEqual(['meta', 'title', 'delta'])
    expect(received.done).toMatchObject({
      id: received.storyId,
      parentId: story.id,
      revision: { kind: change.kind },
      title: received.title,
      content: received.content,
      keywordsMissing: []
    })
    const kept = await call(service, 'get', `/api/v1/stories/${received.storyId}`, headers)
    expect(kept.body.data).toEqual(received.done)
  })

  it('of a passage begins with the text before it and ends with the text after it', async () => {
    const at = story.content.indexOf(sentence)
    const received = await streamed({ kind: 'rewrite', quote: sentence })
    const deltas = received.items.flatMap(item =>
      item.kind === 'event' && item.name === 'delta' ? [(item.data as { text: string }).text] : []
    )
    expect(deltas[0]).toBe(story.content.slice(0, at))
    expect(deltas.at(-1)).toBe(story.content.slice(at + sentence.length))
    expect(deltas.length).toBeGreaterThan(3)
  })

  it.each([{ kind: 'rewrite', start: 0, end: 100 }, { kind: 'regenerate' }])(
    'is asked for once more if the answer has no story: $kind',
    async change => {
      service.simulator.setFaults([{ fault: 'off-schema', times: 1 }])
      const received = await streamed(change)
      expect(received.done).toMatchObject({ lacks: [] })
      expect(service.simulator.requests()).toHaveLength(2)
    }
  )

  it('is an ordinary error before the first event, and an event after it', async () => {
    service.simulator.setFaults([{ fault: 'off-schema' }])
    const none = await streamed({ kind: 'rewrite', quote: sentence })
    expect([none.status, none.error?.error.code]).toEqual([502, 'AI_SERVICE_ERROR'])
    service.simulator.setFaults([{ fault: 'truncation' }])
    const cut = await streamed({ kind: 'rewrite', start: 0, end: story.content.length })
    expect([cut.status, cut.error?.error.code]).toEqual([200, 'AI_SERVICE_ERROR'])
    const unknown = await streamed({ kind: 'regenerate' }, {}, 'none')
    expect(unknown.status).toBe(404)
  })

  it('is replayed for the same Idempotency-Key', async () => {
    const keyed = { 'Idempotency-Key': `stream of ${story.id}` }
    const change = { kind: 'rewrite', quote: sentence }
    const first = await streamed(change, keyed)
    const second = await streamed(change, keyed)
    expect(second.done).toEqual(first.done)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(service.simulator.requests()).toHaveLength(1)
  })
})
