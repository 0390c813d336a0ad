import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { readStory } from '../../harness/assertions/story-stream.js'
import { generate, storyRequest } from '../../harness/fixtures/requests.js'
import {
  startScriptedUpstream,
  streamOf,
  type ScriptedUpstream
} from '../../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
const ledger = new LedgerReader(() => service.app)
beforeEach(() => ledger.clear())
const order = storyRequest({ minLength: 200, maxLength: 300 })
const tasks = (): readonly unknown[] =>
  service.simulator.requests().map(({ body }) => {
    const { messages } = body as { readonly messages: readonly { readonly content: string }[] }
    return (JSON.parse(messages.at(-1)?.content ?? '{}') as { readonly task?: unknown }).task
  })

/** How often the sentence that occurs most occurs. */
function copiesIn(content: string): number {
  const counts = new Map<string, number>()
  for (const sentence of content.split(/(?<=[.!?])\s+/)) {
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1)
  }
  return Math.max(...counts.values())
}

describe('A model that repeats a sentence without end', () => {
  it('is continued from before the repetition', async () => {
    service.simulator.setFaults([{ fault: 'repeat-endlessly', on: 'write' }])
    const { status, body } = await generate(service.url, order)
    expect(status).toBe(200)
    expect(tasks()).toEqual(['write', 'continue'])
    expect(body).toMatchObject({ keywords_missing: [], lacks: [] })
    expect(copiesIn(body.content)).toBeLessThanOrEqual(2)
  })

  it('is stopped while it streams, and the story is continued', async () => {
    service.simulator.setFaults([{ fault: 'repeat-endlessly', on: 'write' }])
    const received = await readStory(service.url, order)
    expect(received.names.at(-1)).toBe('done')
    expect(tasks()).toEqual(['write', 'continue'])
    expect(received.content).toBe(received.done?.['content'])
    expect(received.done).toMatchObject({ keywordsMissing: [], lacks: [] })
    expect(copiesIn(received.content)).toBeLessThanOrEqual(2)
    const { aborted } = await service.simulator.waitFor(stats => stats.aborted === 1)
    expect(aborted).toBe(1)
  })

  it('is not charged for the answer that was stopped', async () => {
    service.simulator.setFaults([{ fault: 'repeat-endlessly', on: 'write' }])
    await readStory(service.url, order)
    const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends.map(({ kind, payer }) => `${kind} ${payer}`).toSorted()).toEqual([
      'lost service',
      'settled owner'
    ])
    expect(await ledger.reservations()).toBe(0)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('in the continuation too is an error, never a finished story', async () => {
    service.simulator.setFaults([{ fault: 'repeat-endlessly' }])
    const details = { reason: 'endless_repetition' }
    const { status, body } = await generate(service.url, order)
    expect(status).toBe(502)
    expect(body.error).toMatchObject({ code: 'AI_SERVICE_ERROR', details })
    const received = await readStory(service.url, order)
    expect(received.names.at(-1)).toBe('error')
    expect(received.error?.error).toMatchObject({ code: 'AI_SERVICE_ERROR', details })
    expect(tasks()).toEqual(['write', 'continue', 'write', 'continue'])
    expect(await ledger.stories()).toBe(0)
  })
})

describe('A story with a paragraph that occurs twice', () => {
  it('is repaired by an edit', async () => {
    service.simulator.setFaults([{ fault: 'repeat-paragraph', on: 'write' }])
    const { body } = await generate(service.url, order)
    expect(tasks()).toEqual(['write', 'edit'])
    expect(body).toMatchObject({ keywords_missing: [], lacks: [] })
    const paragraphs: readonly string[] = body.content.split('\n\n')
    expect(new Set(paragraphs).size).toBe(paragraphs.length)
  })

  it('is streamed, and the response says so', async () => {
    service.simulator.setFaults([{ fault: 'repeat-paragraph', on: 'write' }])
    const received = await readStory(service.url, order)
    expect(tasks()).toEqual(['write'])
    expect(received.content).toBe(received.done?.['content'])
    // The repeated paragraph may make the story too long as well.
    expect(received.done?.['lacks']).toContain('repetition')
  })
})

describe('A model that only repeats itself', () => {
  let upstream: ScriptedUpstream
  let other: Service
  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    other = await startService({ OPENAI_BASE_URL: upstream.baseUrl })
  })
  afterAll(async () => {
    await other.close()
    await upstream.close()
  })

  const short = storyRequest({ minLength: 100, maxLength: 150 })
  const looping = (copies: number): object => ({
    title: 'The Lantern',
    content: 'The fox ran with the lantern. '.repeat(copies).trim(),
    summary: 'A fox.',
    tags: []
  })

  it('within the length is delivered with the repetition reported', async () => {
    upstream.respondWith(streamOf([JSON.stringify(looping(24))]))
    const { status, body } = await generate(other.url, short)
    expect(status).toBe(200)
    expect(body).toMatchObject({ keywords_missing: [], lacks: ['repetition'] })
    expect(upstream.bodies).toHaveLength(2)
    const received = await readStory(other.url, short)
    // The repeated paragraph may make the story too long as well.
    expect(received.done?.['lacks']).toContain('repetition')
    expect(received.content).toBe(body.content)
  })

  it('from the start, streamed, ends after one call', async () => {
    const calls = upstream.bodies.length
    upstream.respondWith(streamOf([JSON.stringify(looping(2_000))]))
    const received = await readStory(other.url, short)
    expect(received.error?.error.details).toEqual({ reason: 'endless_repetition' })
    expect(received.content.length).toBeLessThan(100)
    expect(upstream.bodies).toHaveLength(calls + 1)
  })
})

describe('Stories of 1,000 words of the simulated model', () => {
  it.each(['de', 'en', 'es', 'fr', 'ja'])(
    'repeat no passage and pass every check (%s)',
    async language => {
      for (const tone of ['neutral', 'humorous', 'dark']) {
        const { body } = await generate(
          service.url,
          storyRequest({ keywords: ['Anna'], language, tone, max_length: 1000 })
        )
        expect(body).toMatchObject({ lacks: [], keywords_missing: [] })
      }
    }
  )
})
