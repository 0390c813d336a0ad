import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { APIError } from 'openai'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { chunksOf, providerFetch } from './provider-fetch.js'

const text = '{"title":"T","content":"C"}'
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const completion = {
  id: 'c1',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage
}
const chunk = (delta: unknown, finish: unknown = null): object => ({
  id: 'c1',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish }]
})
const event = (value: unknown): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
const stream =
  event(chunk({ role: 'assistant', content: '' })) +
  event(chunk({ content: text.slice(0, 9) })) +
  event(chunk({ content: text.slice(9) })) +
  event(chunk({}, 'stop')) +
  event({ id: 'c1', model: 'm', choices: [], usage }) +
  event('[DONE]')

interface Sent {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

function ask(
  body: string | Buffer | Readable,
  { status = 200, headers = {} }: Sent = {},
  isStream = false
): Promise<Response> {
  const readable = body instanceof Readable ? body : Readable.from([Buffer.from(body)])
  const send = () => Promise.resolve({ status, headers: new Headers(headers), body: readable })
  const fetch = providerFetch(send, { idleMs: 1000, maxAnswerBytes: 4 * 1024 * 1024 })
  return fetch('http://provider/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream: isStream })
  })
}

async function buffered(body: string | Buffer | Readable, sent?: Sent): Promise<unknown> {
  return JSON.parse(await (await ask(body, sent)).text())
}

async function streamed(body: string | Buffer | Readable, sent?: Sent): Promise<unknown[]> {
  const chunks: unknown[] = []
  for await (const each of chunksOf(await ask(body, sent, true))) chunks.push(each)
  return chunks
}

const dataOf = (events: string): unknown[] =>
  events
    .split('\n\n')
    .filter(line => line !== '' && line !== 'data: [DONE]')
    .map(line => JSON.parse(line.slice('data: '.length)) as unknown)

interface Read {
  readonly choices: readonly {
    readonly message?: { readonly content: string | null }
    readonly delta?: { readonly content?: string | null }
    readonly finish_reason: string | null
  }[]
}

const textOf = (answers: readonly unknown[]): string =>
  (answers as Read[])
    .flatMap(({ choices }) => choices)
    .map(({ message, delta }) => (message ?? delta)?.content ?? '')
    .join('')

describe('The fetch function for the SDK', () => {
  it('returns standard answers unchanged', async () => {
    expect(await (await ask(JSON.stringify(completion))).text()).toBe(JSON.stringify(completion))
    expect(await streamed(stream)).toEqual(dataOf(stream))
  })

  it.each<[string, string, Sent]>([
    ['events to a buffered request', stream, { headers: { 'content-type': 'application/json' } }],
    [
      'JSON as plain text',
      JSON.stringify(completion),
      { headers: { 'content-type': 'text/plain' } }
    ],
    ['white space before JSON', `\n    \n${JSON.stringify(completion)}`, {}],
    ['a byte order mark', `\uFEFF${JSON.stringify(completion)}`, {}],
    ['an array of one', JSON.stringify([completion]), {}]
  ])('reads the completion from %s', async (_, body, sent) => {
    const response = await ask(body, sent)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(await response.text())).toMatchObject(completion)
  })

  it.each<[string, string]>([
    ['JSON to a streamed request', JSON.stringify(completion)],
    ['CRLF line endings', stream.replaceAll('\n', '\r\n')],
    ['comments', `: hello\n\n${stream.replaceAll('\n\n', '\n\n: ping\n\n')}`],
    ['an event that is no JSON', event(': keepalive') + event('{"choices":[{') + stream],
    ['no end', stream.replace(event('[DONE]'), '')],
    ['usage with choices of null', event({ choices: null }) + stream]
  ])('reads a stream from %s', async (_, body) => {
    const events = await streamed(body)
    expect(textOf(events)).toBe(text)
    expect(events.some(value => 'usage' in (value as object))).toBe(true)
  })

  const shapes: readonly (readonly [string, object, string])[] = [
    [
      'a list of parts',
      { content: [{ type: 'text', text }, 'x', { type: 'image' }, null] },
      `${text}x`
    ],
    [
      'parts of reasoning',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
          { type: 'text', text }
        ]
      },
      text
    ],
    [
      'reasoning beside the text',
      { content: text, reasoning_content: 'Hm', reasoning: 'Hm' },
      text
    ],
    ['reasoning alone', { content: null, reasoning_content: text }, ''],
    ['a tool call', { content: null, tool_calls: [{ function: { arguments: text } }] }, text],
    [
      'a tool call with an object',
      { tool_calls: [{ function: { arguments: JSON.parse(text) } }] },
      text
    ],
    ['a number', { content: 7 }, ''],
    ['nothing', {}, '']
  ]

  it.each(shapes)('reads the text from %s', async (_, said, wanted) => {
    const whole = { ...completion, choices: [{ message: said, finish_reason: 'stop' }] }
    expect(textOf([await buffered(JSON.stringify(whole))])).toBe(wanted)
    expect(textOf(await streamed(event(chunk(said, 'stop'))))).toBe(wanted)
  })

  it.each([[null], [[]], [[null]], [[{ message: null }]], [{}], ['x']])(
    'reads no text from choices of %j',
    async choices => {
      const body = JSON.stringify({ ...completion, choices })
      expect(textOf([await buffered(body)])).toBe('')
      expect(textOf(await streamed(event(body)))).toBe('')
    }
  )

  it.each<[string, string, number | undefined, number, object]>([
    ['a 200', JSON.stringify({ error: { message: 'no', code: 429 } }), 200, 429, { message: 'no' }],
    ['a 200 without a status of its own', '{"error":"no slot"}', 200, 502, { message: 'no slot' }],
    ['the first event', event({ error: { message: 'no', code: 402 } }), 200, 402, { status: 402 }],
    [
      'an array',
      JSON.stringify([{ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }]),
      429,
      429,
      { type: 'RESOURCE_EXHAUSTED' }
    ],
    ['a page', '<html>Bad gateway</html>', 502, 502, { message: '' }]
  ])(
    'converts an error in %s to its status and standard format',
    async (_, body, status, wanted, error) => {
      for (const isStream of [false, true]) {
        const response = await ask(body, { status: status ?? 200 }, isStream)
        expect(response.status).toBe(wanted)
        expect(JSON.parse(await response.text())).toMatchObject({ error })
      }
    }
  )

  it('forwards the retry delay of an error', async () => {
    const details = [{ retryDelay: '2s' }]
    const response = await ask(JSON.stringify({ error: { code: 429, details } }), { status: 429 })
    expect(response.headers.get('retry-after-ms')).toBe('2000')
  })

  it('throws the error of the SDK for an error within a stream, and closes the connection', async () => {
    const failed = { ...chunk({ content: '' }, 'error'), error: { code: 502, message: 'gone' } }
    const body = new PassThrough()
    body.write(event(chunk({ content: 'a' })) + event(failed))
    const error: unknown = await streamed(body).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(APIError)
    expect(error).toMatchObject({ error: { status: 502, message: 'gone' } })
    expect(body.destroyed).toBe(true)
  })

  it('closes the connection if the reader leaves a stream before its end', async () => {
    const body = new PassThrough()
    body.write(event(chunk({ content: 'a' })))
    for await (const _ of chunksOf(await ask(body, {}, true))) break
    expect(body.destroyed).toBe(true)
  })

  it.each([['<html>Maintenance</html>'], [''], ['   '], ['{"choices":[{"mess'], ['hello']])(
    'rejects %j as unreadable',
    async body => {
      const code = 'UPSTREAM_ANSWER_UNREADABLE'
      await expect(ask(body)).rejects.toMatchObject({ code })
      await expect(ask(body, {}, true)).rejects.toMatchObject({ code })
    }
  )

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync]
  ])('decompresses %s', async (encoding, compress) => {
    const headers = { 'content-encoding': encoding }
    expect(await buffered(compress(JSON.stringify(completion)), { headers })).toEqual(completion)
    expect(await streamed(compress(stream), { headers })).toEqual(dataOf(stream))
    const error = compress('{"error":{"message":"no"}}')
    expect((await ask(error, { status: 400, headers })).status).toBe(400)
  })

  describe('stops reading', () => {
    const code = 'UPSTREAM_ANSWER_TOO_LARGE'
    const megabyte = 'x'.repeat(1024 * 1024)

    function* endless(start: string, rest: string): Generator<Buffer> {
      yield Buffer.from(start)
      for (;;) yield Buffer.from(rest)
    }

    it.each<[string, number, string, string]>([
      ['a completion', 200, '{"id":"', megabyte],
      ['an error', 500, '{"error":{"message":"', megabyte],
      ['a line', 200, 'data: {"choices":[{"delta":{"content":"', megabyte],
      ['a stream', 200, '', event(chunk({ content: 'x'.repeat(60_000) }))]
    ])('%s without end', async (_, status, start, rest) => {
      for (const read of [buffered, streamed]) {
        const body = Readable.from(endless(start, rest))
        await expect(read(body, { status })).rejects.toMatchObject({ code })
        expect(body.destroyed).toBe(true)
      }
    })

    it('a stream that stays open after its end', async () => {
      const body = new PassThrough()
      const open = stream.replace(event('[DONE]'), '')
      body.write(open)
      expect(await streamed(body)).toEqual(dataOf(stream))
      await once(body, 'close')
    })
  })

  it('aborts an answer that started and then sends no data', async () => {
    for (const start of [event(chunk({ content: 'a' })), '{"id":']) {
      const body = new PassThrough()
      body.write(start)
      await expect(streamed(body)).rejects.toMatchObject({ code: 'UPSTREAM_IDLE' })
      expect(body.destroyed).toBe(true)
    }
  })

  it('rejects with the error of the connection', async () => {
    const body = new PassThrough()
    body.write(event(chunk({ content: 'a' })))
    const reading = streamed(body)
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    body.destroy(reset)
    await expect(reading).rejects.toMatchObject({ code: 'UPSTREAM_ANSWER_LOST', cause: reset })
  })
})
