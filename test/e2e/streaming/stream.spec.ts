import type { FaultName } from '../../../tools/simulator/faults/faults.ts'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import {
  readStory,
  itemsIn,
  streamRequest,
  type ReceivedStory
} from '../../harness/assertions/story-stream.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ CORS_ORIGINS: 'https://kuybi.test', AI_MAX_CONCURRENCY: '1000' })

interface Kept {
  readonly data: Readonly<Record<string, unknown>>
}

async function kept(id: string): Promise<Kept['data']> {
  const headers = { 'X-API-Key': testKey }
  const answer = await fetch(`${service.url}/api/v1/stories/${id}`, { headers })
  return ((await answer.json()) as Kept).data
}

/** Claims that hold for every complete stream. */
async function expectWhole(received: ReceivedStory): Promise<void> {
  expect(received.error).toBeUndefined()
  expect(received.names.at(-1)).toBe('done')
  const { done } = received
  expect(done).toMatchObject({ id: received.storyId, title: received.title, model: received.model })
  expect(received.content).toBe(done?.['content'])
  expect(received.content).not.toBe('')
  expect(done).toEqual(await kept(received.storyId))
}

describe('A streamed story', () => {
  it('arrives as meta, title, deltas and done', async () => {
    const received = await readStory(service.url)
    expect(received.status).toBe(200)
    expect(received.names.slice(0, 3)).toEqual(['meta', 'title', 'delta'])
    expect(received.names.slice(2, -1).every(name => name === 'delta')).toBe(true)
    expect(received.names.length).toBeGreaterThan(100)
    expect(received.items[0]).toMatchObject({
      data: {
        storyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        model: 'jiraiya-simulator',
        requestId: received.headers.get('X-Request-ID')
      }
    })
    expect(received.done).toMatchObject({ keywordsUsed: ['fox', 'lantern'], keywordsMissing: [] })
    await expectWhole(received)
  })

  it.each(['en', 'de', 'es', 'fr', 'ja'])(
    'in %s, of any length and tone, is the sum of its deltas, as stored',
    async language => {
      const tones = ['neutral', 'dark', 'humorous']
      const lengths = [100, 400, 2000]
      const orders = tones.flatMap(tone =>
        lengths.map(maxLength => Object.assign({ language, tone, maxLength }, storyRequest()))
      )
      const all = await Promise.all(orders.map(order => readStory(service.url, order)))
      for (const received of all) await expectWhole(received)
      expect(new Set(all.map(({ content }) => content)).size).toBe(orders.length)
    }
  )

  it('is correct for fifty concurrent stories', async () => {
    const orders = Array.from({ length: 50 }, (_, index) =>
      storyRequest({ genre: `fairy tale ${index}`, maxLength: 100 + 7 * index })
    )
    const all = await Promise.all(orders.map(order => readStory(service.url, order)))
    for (const received of all) await expectWhole(received)
  })

  it.each<FaultName>([
    'fenced-json',
    'plain-text',
    'markdown-content',
    'markdown-title',
    'no-usage',
    'too-long',
    'no-json-schema',
    'no-response-format',
    'no-max-tokens',
    'no-temperature'
  ])('is complete plain text with the fault %s of the provider', async fault => {
    service.simulator.setFaults([{ fault }])
    const received = await readStory(service.url, storyRequest({ maxLength: 300 }))
    await expectWhole(received)
    expect(received.title).not.toMatch(/[*#]/)
    expect(received.content).not.toMatch(/\*\*|^#|^>/m)
    expect(service.simulator.stats().faults[fault]).toBeGreaterThan(0)
  })

  it('arrives while it is being written', async () => {
    service.simulator.setFaults([{ fault: 'stall' }])
    const controller = new AbortController()
    const answer = await fetch(`${service.url}/api/v1/stories/stream`, {
      ...streamRequest(),
      signal: controller.signal
    })
    let text = ''
    for await (const item of itemsIn(answer)) {
      if (item.kind !== 'event' || item.name !== 'delta') continue
      text += (item.data as { readonly text: string }).text
      // The provider has stopped in the middle of the story, and its text so far has arrived.
      if (text.length > 200) break
    }
    controller.abort()
    expect(service.simulator.stats().completed).toBe(0)
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
  })

  it('has the headers of a stream and those of every response', async () => {
    const { headers } = await readStory(service.url, storyRequest(), {
      Origin: 'https://kuybi.test',
      'X-Correlation-ID': 'correlation-of-the-stream'
    })
    const all = Object.fromEntries(headers)
    expect(all).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-request-id': expect.stringMatching(/\S{8,}/),
      'x-correlation-id': 'correlation-of-the-stream',
      'x-ratelimit-limit': expect.any(String),
      'x-ratelimit-remaining': expect.any(String),
      ratelimit: expect.any(String),
      'access-control-allow-origin': 'https://kuybi.test',
      'transfer-encoding': 'chunked'
    })
    expect(all).not.toHaveProperty('content-length')
    expect(all).not.toHaveProperty('idempotency-replayed')
    // A stream has the same headers as an ordinary response.
    const ordinary = await fetch(`${service.url}/api/v1/stories`, streamRequest())
    await ordinary.text()
    const ofBodies = new Set(['content-length', 'location'])
    const missing = [...ordinary.headers.keys()].filter(
      name => !ofBodies.has(name) && name !== 'vary' && !headers.has(name)
    )
    expect(missing).toEqual([])
  })

  it('is counted: open streams, delivered text, time to the first text, ends', async () => {
    const text = { end: 'finished' }
    const before = await metric(service.url, 'jiraiya_streams_ended_total', text)
    const chunksBefore = await metric(service.url, 'jiraiya_stream_chunks_total')
    const firsts = await metric(service.url, 'jiraiya_stream_time_to_first_text_seconds_count')
    const received = await readStory(service.url)
    const deltas = received.names.filter(name => name === 'delta').length
    expect(await metric(service.url, 'jiraiya_stream_chunks_total')).toBe(chunksBefore + deltas)
    expect(await metric(service.url, 'jiraiya_streams_ended_total', text)).toBe(before + 1)
    expect(await metric(service.url, 'jiraiya_stream_time_to_first_text_seconds_count')).toBe(
      firsts + 1
    )
    expect(await metric(service.url, 'jiraiya_streams_open')).toBe(0)
  })

  it('keeps its connection open for the next request', async () => {
    const { headers } = await readStory(service.url)
    expect(headers.get('connection')).toBe('keep-alive')
  })
})
