import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createServer, type Server as Door } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tale } from '../../harness/fixtures/prose.js'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { eventually } from '../../harness/service/instances.js'
import { metric } from '../../harness/assertions/metrics.js'
import {
  chunk,
  ending,
  openEvents,
  startScriptedUpstream,
  type ScriptedCall,
  type ScriptedUpstream
} from '../../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../../harness/service/service.js'
import { readStory, SocketReader } from '../../harness/assertions/story-stream.js'
import { useService } from '../../harness/service/use-service.js'

const paragraphs = 390
const wholeText = Array.from(
  { length: paragraphs },
  (_, at) => `${tale(9, 9 * at)}The end of part ${at} came late.`
).join('\n\n')
/** OpenAI pads its chunks too, so that their size does not reveal the text. */
const padding = 'x'.repeat(1000)
/** A model's answer in chunks of a word or two, so that the events of the service are larger than buffers. */
const pieces = Array.from(
  JSON.stringify({ title: 'A Tale', content: wholeText, summary: 'A fox.', tags: [] }).matchAll(
    /[^]{1,10}/g
  ),
  ([piece]) => piece
)

describe('A client that stops reading', () => {
  let upstream: ScriptedUpstream
  let service: Service
  let door: Door
  let folder: string
  let path: string
  let written = 0
  let aborted = 0
  const ledger = new LedgerReader(() => service.app)

  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    service = await startService({
      OPENAI_BASE_URL: upstream.baseUrl,
      OPENAI_MAX_ANSWER_MB: '64',
      STREAM_STALL_TIMEOUT: '6',
      STREAM_HEARTBEAT: '0.1',
      OPENAI_MAX_RETRIES: '0'
    })
    // A Unix socket has small buffers; over TCP on one machine they would hold megabytes.
    folder = await mkdtemp(join(tmpdir(), 'jiraiya-stream-'))
    path = join(folder, 'door.sock')
    const server: Server = service.app.getHttpServer()
    door = createServer(socket => {
      Object.defineProperty(socket, 'remoteAddress', { value: '127.0.0.1' })
      server.emit('connection', socket)
    })
    door.listen(path)
    await once(door, 'listening')
  })
  afterAll(async () => {
    door.close()
    await service.close()
    await upstream.close()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    written = 0
    aborted = 0
    upstream.respondWith(longStory)
  })

  /** Obeys back-pressure: its count stops when the reader stops. */
  async function longStory({ response, signal }: ScriptedCall): Promise<void> {
    openEvents(response)
    signal.addEventListener('abort', () => aborted++)
    for (const text of pieces) {
      const fits = response.write(chunk({ content: text }, { obfuscation: padding }))
      written++
      if (fits) await new Promise(setImmediate)
      else await once(response, 'drain', { signal })
    }
    response.end(ending)
  }

  /** The provider cannot write any more: many turns of the event loop without progress. */
  async function standstill(): Promise<void> {
    for (let turns = 0, before = -1; turns < 1000; turns++) {
      if (written === 0 || written !== before) turns = 0
      before = written
      await new Promise(setImmediate)
    }
  }

  it('pauses upstream, and loses nothing when it continues to read', async () => {
    const reader = new SocketReader({ path })
    await reader.until(({ items }) => items.length > 5)
    reader.stopReading()
    await standstill()
    expect(written).toBeLessThan(pieces.length * 0.75)
    expect(aborted).toBe(0)
    // The reader takes a little, and then everything.
    const received = reader.items.length
    reader.readOn()
    await reader.until(({ items }) => items.length > received + 20)
    reader.stopReading()
    await standstill()
    reader.readOn()
    await reader.whole()
    const { names, content, done } = reader.story
    expect(names.at(-1)).toBe('done')
    expect(content === wholeText).toBe(true)
    expect(content === done?.['content']).toBe(true)
    expect(written).toBe(pieces.length)
    reader.leave()
  })

  it('is disconnected after STREAM_STALL_TIMEOUT, with the reason in its last event', async () => {
    await ledger.clear()
    const ended = { end: 'client_stalled' }
    const before = await metric(service.url, 'jiraiya_streams_ended_total', ended)
    const reader = new SocketReader({ path })
    await reader.until(({ items }) => items.length > 5)
    reader.stopReading()
    await eventually(() => aborted === 1)
    expect(written).toBeLessThan(pieces.length * 0.75)
    await eventually(async () => (await ledger.reservations()) === 0)
    expect(await metric(service.url, 'jiraiya_streams_ended_total', ended)).toBe(before + 1)
    expect(await metric(service.url, 'jiraiya_streams_open')).toBe(0)
    expect((await ledger.entries()).at(-1)).toMatchObject({
      kind: 'settled',
      payer: 'owner',
      outcome: 'client_closed'
    })
    reader.readOn()
    expect(await reader.closed).toBe(false)
  })

  it('delays its attempt, which does not count for the circuit breaker', async () => {
    const hasty = await startService({
      OPENAI_BASE_URL: upstream.baseUrl,
      OPENAI_MAX_ANSWER_MB: '64',
      OPENAI_ATTEMPT_TIMEOUT: '30',
      GENERATION_DEADLINE: '20',
      CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1'
    })
    const server: Server = hasty.app.getHttpServer()
    const other = createServer(socket => {
      Object.defineProperty(socket, 'remoteAddress', { value: '127.0.0.1' })
      server.emit('connection', socket)
    })
    other.listen(`${path}.hasty`)
    await once(other, 'listening')
    const reader = new SocketReader({ path: `${path}.hasty` })
    await reader.until(({ items }) => items.length > 5)
    reader.stopReading()
    await eventually(() => aborted === 1)
    reader.readOn()
    await reader.whole()
    expect(reader.story.error).toMatchObject({
      statusCode: 504,
      error: { code: 'AI_TIMEOUT', details: { reason: 'deadline' } }
    })
    expect(wholeText.startsWith(reader.story.content)).toBe(true)
    expect(await metric(hasty.url, 'jiraiya_circuit_breaker_state', { model: 'gpt-4o-mini' })).toBe(
      0
    )
    reader.leave()
    other.close()
    await hasty.close()
  })

  it('aborts upstream when it disconnects', async () => {
    const reader = new SocketReader({ path })
    await reader.until(({ items }) => items.length > 5)
    reader.stopReading()
    await standstill()
    const ended = { end: 'client_closed' }
    const before = await metric(service.url, 'jiraiya_streams_ended_total', ended)
    reader.leave()
    await eventually(() => aborted === 1)
    await expect(
      eventually(
        async () => (await metric(service.url, 'jiraiya_streams_ended_total', ended)) === before + 1
      )
    ).resolves.toBeUndefined()
  })
})

describe('A slow stream', () => {
  const service = useService({ STREAM_HEARTBEAT: '0.05' })

  it('gets comments before and between the events', async () => {
    service.simulator.setFaults([
      { fault: 'slow-first-byte', value: 250 },
      { fault: 'slow-stream', value: 120 }
    ])
    const reader = new SocketReader(service.url)
    await reader.until(({ story }) => story.names.filter(name => name === 'delta').length > 1)
    const kinds = reader.items.map(item => (item.kind === 'event' ? item.name : item.kind))
    expect(kinds[0]).toBe('comment')
    const firstDelta = kinds.indexOf('delta')
    expect(kinds.slice(firstDelta)).toContain('comment')
    reader.leave()
    await service.simulator.waitFor(({ inFlight }) => inFlight === 0)
  })
})

describe('An idle stream', () => {
  const service = useService({
    OPENAI_TIMEOUT: '2',
    STREAM_HEARTBEAT: '0.05',
    OPENAI_MAX_RETRIES: '0',
    GENERATION_DEADLINE: '8',
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
  })

  it('gets an error event when upstream sends no first byte after a comment', async () => {
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 60_000 }])
    const received = await readStory(service.url)
    expect(received.status).toBe(200)
    expect(received.names).toEqual(['error'])
    expect(received.items[0]?.kind).toBe('comment')
    expect(received.error).toMatchObject({
      statusCode: 504,
      error: { code: 'AI_TIMEOUT', details: { reason: 'deadline' } }
    })
  })

  it('gets an error event when upstream sends no data in mid-stream', async () => {
    service.simulator.setFaults([{ fault: 'stall' }])
    const received = await readStory(service.url)
    expect(received.names).toContain('delta')
    expect(received.names.at(-1)).toBe('error')
    expect(received.error?.error).toMatchObject({
      code: 'AI_TIMEOUT',
      details: { reason: 'upstream_silent' }
    })
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
  })

  it('does not time out while a slow upstream sends data, until the deadline', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 200 }])
    const received = await readStory(service.url)
    expect(received.names.at(-1)).toBe('error')
    expect(received.names.filter(name => name === 'delta').length).toBeGreaterThan(3)
    expect(received.error?.error).toMatchObject({
      code: 'AI_TIMEOUT',
      details: { reason: 'deadline' }
    })
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
  })
})

describe('An upstream that sends no data before the first event', () => {
  const service = useService({
    OPENAI_ATTEMPT_TIMEOUT: '5',
    OPENAI_MAX_RETRIES: '1',
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
  })

  it('leads to 504 as JSON', async () => {
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 60_000 }])
    const received = await readStory(service.url)
    expect(received.status).toBe(504)
    expect(received.headers.get('content-type')).toContain('application/json')
    expect(received.error?.error.code).toBe('AI_TIMEOUT')
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
  })
})
