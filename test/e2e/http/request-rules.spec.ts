import request from 'supertest'
import { securityHeaders } from '#core/http/protocol/security-headers.js'
import { exchange, RawConnection, type RawAnswer } from '../../harness/service/raw-connection.js'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

/** The head of a valid generating request. */
const post = [
  'POST /api/v1/generate HTTP/1.1',
  'Host: x',
  `X-API-Key: ${testKey}`,
  'Content-Type: application/json',
  ''
].join('\r\n')

const get = 'GET /api/health/live HTTP/1.1\r\nHost: x\r\n'
const story = JSON.stringify(storyRequest())
const smuggled = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'

function send(bytes: string, url = service.url): Promise<readonly RawAnswer[]> {
  return exchange(url, Buffer.from(bytes, 'latin1'))
}

function expectErrorBody(answer: RawAnswer | undefined, status: number, code: string): void {
  expect(answer?.status).toBe(status)
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({
    success: false,
    statusCode: status,
    message: expect.any(String),
    error: { code, correlation_id: answer?.headers['x-correlation-id'] },
    requestId: answer?.headers['x-request-id']
  })
}

describe('Security headers', () => {
  const expected = Object.fromEntries(
    Object.entries(securityHeaders).map(([name, value]) => [name.toLowerCase(), value])
  )

  it.each<[string, number, string]>([
    ['a good answer', 200, `${get}Connection: close\r\n\r\n`],
    ['a missing address', 404, 'GET /no HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a malformed address', 400, 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a wrong method', 405, 'PUT /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    [
      'a refused caller',
      401,
      'POST /api/v1/generate HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    ],
    ['too large a body', 413, `${post}Content-Length: 70000\r\n\r\n`],
    ['a broken rule', 400, `${post}Content-Length: 2\r\nConnection: close\r\n\r\n{}`],
    ['no HTTP at all', 400, 'NONSENSE\r\n\r\n'],
    ['an unknown method', 405, 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['CONNECT', 405, 'CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n'],
    ['too large headers', 431, `${get}X: ${'x'.repeat(20_000)}\r\n\r\n`]
  ])('are on the response to %s, and no header names the server', async (_, status, bytes) => {
    const [answer] = await send(bytes)
    expect(answer?.status).toBe(status)
    expect(answer?.headers).toMatchObject(expected)
    expect(answer?.headers).toHaveProperty('date')
    expect(answer?.headers).toHaveProperty('x-request-id')
    expect(answer?.headers).not.toHaveProperty('server')
    expect(answer?.headers).not.toHaveProperty('x-powered-by')
  })
})

describe('A request body', () => {
  it.each<[string, string]>([
    ['30,000 open arrays', '['.repeat(30_000)],
    ['30,000 arrays in each other', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['10,000 objects in each other', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    ['21 levels', `{"keywords":${'['.repeat(20)}${']'.repeat(20)}}`]
  ])('of %s is rejected', async (_, body) => {
    const answer = await generate(service.url, body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.code).toBe('MALFORMED_REQUEST')
    expect(answer.body.message).toMatch(/nested more than 20 levels/)
  })

  it('of 20 levels is accepted', async () => {
    const { status } = await generate(
      service.url,
      `{"keywords":["fox"],"genre":"fable","x":${'['.repeat(19)}${']'.repeat(19)}}`
    )
    expect(status).toBe(200)
  })

  it.each([
    '{"__proto__":{"admin":true},"keywords":["fox"],"genre":"fable"}',
    '{"\\u005f_proto__":{},"keywords":["fox"],"genre":"fable"}',
    '{"constructor":{"prototype":{"admin":true}},"keywords":["fox"],"genre":"fable"}',
    '{"keywords":["fox"],"genre":"fable","a":[{"b":{"__proto__":1}}]}'
  ])('that targets a prototype is rejected: %s', async body => {
    const answer = await generate(service.url, body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.code).toBe('MALFORMED_REQUEST')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('with a duplicate key uses the last value', async () => {
    const body = '{"keywords":["wolf"],"genre":"x","genre":"fable","keywords":["fox"]}'
    const answer = await generate(service.url, body)
    expect(answer.status).toBe(200)
    expect(answer.body.keywords_used).toEqual(['fox'])
  })

  it('that is not UTF-8 is rejected', async () => {
    const body = Buffer.from('{"keywords":["f\xfcx"],"genre":"fable"}', 'latin1')
    const [answer] = await exchange(
      service.url,
      Buffer.concat([
        Buffer.from(`${post}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`),
        body
      ])
    )
    expectErrorBody(answer, 400, 'MALFORMED_REQUEST')
  })

  it.each([
    '{"keywords":["\\ud800"],"genre":"fable"}',
    '{"keywords":["fox"],"genre":"fa\\udc00ble"}',
    '{"keywords":["fox\\u0000"],"genre":"fable"}',
    '{"keywords":["fox"],"genre":"fable","\\ud800":1}',
    '\ufeff{"keywords":["fox"],"genre":"fable"}',
    'null',
    '[]',
    '"text"',
    '1e999',
    '{"keywords":["fox"],"genre":"fable","max_length":1e999}'
  ])('with unusual characters never causes an internal error: %s', async body => {
    const { status } = await generate(service.url, body)
    expect([200, 400]).toContain(status)
  })

  it.each([
    ['Content-Encoding', 'gzip'],
    ['Content-Encoding', 'br'],
    ['Content-Type', 'application/json; charset=iso-8859-1'],
    ['Content-Type', 'application/json; charset=utf-16']
  ])('with an unsupported header (%s: %s) is rejected with 415', async (name, value) => {
    const answer = await generate(service.url).set(name, value)
    expect(answer.status).toBe(415)
    expect(answer.body.error.code).toBe('UNSUPPORTED_MEDIA_TYPE')
  })

  it('for an unknown path or another method is not parsed', async () => {
    const nowhere = await request(service.url).post('/nowhere').type('json').send('{')
    const elsewhere = await request(service.url).post('/metrics').type('json').send('{')
    expect([nowhere.status, elsewhere.status]).toEqual([404, 405])
  })

  it('of several megabytes is rejected with a response that the client can read', async () => {
    const answer = await fetch(`${service.url}/api/v1/generate`, {
      method: 'POST',
      headers: { 'X-API-Key': testKey, 'Content-Type': 'application/json' },
      body: JSON.stringify(storyRequest({ filler: 'x'.repeat(4 * 1024 * 1024) }))
    })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } })
  })
})

describe('A query string', () => {
  it.each([
    '?a=1&a=2',
    '?a[]=1&a[b]=2',
    '?__proto__=1&constructor[prototype]=2',
    '?%zz=%E0%A4',
    '?'
  ])('like %s is ignored', async query => {
    const { status } = await request(service.url).get(`/api/health/live${query}`)
    expect(status).toBe(200)
  })
})

describe('Headers', () => {
  it('of more than 100 lines are rejected', async () => {
    const [answer] = await send(`${get}${'A: b\r\n'.repeat(100)}\r\n`)
    expectErrorBody(answer, 431, 'MALFORMED_REQUEST')
  })

  it('that Node handles specially are accepted: Expect, Upgrade, HTTP2-Settings', async () => {
    for (const header of ['Expect: wonders', 'Connection: Upgrade\r\nUpgrade: h2c', 'Upgrade: x']) {
      const [answer] = await send(`${get}${header}\r\nConnection: close\r\n\r\n`)
      expect(answer?.status).toBe(200)
    }
  })
})

/** Each would be accepted if the header were read leniently. */
const ambiguous: readonly (readonly [string, string])[] = [
  ['both lengths', `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  [
    'both, the other way',
    `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`
  ],
  ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 40\r\n\r\n${story}`],
  ['a list of lengths', `${post}Content-Length: 2, 2\r\n\r\n{}`],
  ['a length with a sign', `${post}Content-Length: +2\r\n\r\n{}`],
  ['a negative length', `${post}Content-Length: -2\r\n\r\n{}`],
  ['a hexadecimal length', `${post}Content-Length: 0x2\r\n\r\n{}`],
  ['a length beyond numbers', `${post}Content-Length: ${'9'.repeat(30)}\r\n\r\n{}`],
  ['an empty length', `${post}Content-Length: \r\n\r\n{}`],
  ['a space before the colon', `${post}Content-Length : ${story.length}\r\n\r\n${story}`],
  ['identity as transfer coding', `${post}Transfer-Encoding: identity\r\n\r\n${story}`],
  ['xchunked', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
  ['chunked behind a control', `${post}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`],
  ['chunked and then not', `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ['chunked twice', `${post}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`],
  ['two codings', `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n`],
  ['gzip in transfer', `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
  [
    'chunks in HTTP/1.0',
    `${post.replace('1.1', '1.0')}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
  ],
  ['a chunk size of letters', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
  ['a chunk size of 0x', `${post}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`],
  ['a negative chunk', `${post}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n`],
  ['a chunk beyond numbers', `${post}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}`],
  ['a chunk size with a bare LF', `${post}Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n`],
  [
    'a chunk longer than its size',
    `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX\r\n0\r\n\r\n`
  ],
  [
    'a bare LF in an extension',
    `${post}Transfer-Encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n`
  ],
  [
    'a length in the trailer',
    `${post}Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 9\r\n\r\n`
  ],
  ['a folded header', `${post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
  ['a line that begins with a space', `${get} X: 1\r\n\r\n`],
  ['bare LFs', 'GET /api/health/live HTTP/1.1\nHost: x\n\n'],
  ['one bare LF', `GET /api/health/live HTTP/1.1\r\nHost: x\nX: y\r\n\r\n`],
  ['a bare CR', 'GET /api/health/live HTTP/1.1\r\nHost: x\rX: y\r\n\r\n'],
  ['a NUL', `${get}X: a\0b\r\n\r\n`],
  ['a header without a colon', `${get}X\r\n\r\n`],
  ['a header without a name', `${get}: x\r\n\r\n`],
  ['no host', 'GET /api/health/live HTTP/1.1\r\n\r\n'],
  ['two hosts', `${get}Host: y\r\n\r\n`],
  ['a host that is none', 'GET /api/health/live HTTP/1.1\r\nHost: x/y z\r\n\r\n'],
  ['HTTP/0.9', 'GET /api/health/live\r\n\r\n'],
  ['HTTP/1.2', 'GET /api/health/live HTTP/1.2\r\nHost: x\r\n\r\n'],
  ['HTTP/2.0 as text', 'GET /api/health/live HTTP/2.0\r\nHost: x\r\n\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['tabs for spaces', 'GET\t/api/health/live\tHTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a relative address', 'GET api/health/live HTTP/1.1\r\nHost: x\r\n\r\n']
]

describe('A request that two servers could parse differently', () => {
  it.each(ambiguous)(
    'is rejected once with 4xx and the connection is closed: %s',
    async (_, bytes) => {
      const answers = await send(`${bytes}${smuggled}`)
      expect(answers).toHaveLength(1)
      expectErrorBody(answers[0], 400, 'MALFORMED_REQUEST')
      expect(answers[0]?.headers['connection']).toBe('close')
      expect(service.simulator.requests()).toEqual([])
    }
  )

  it('is rejected when its chunk extensions do not end', async () => {
    const chunk = `${post}Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`
    const answers = await send(`${chunk}${smuggled}`)
    expect(answers).toHaveLength(1)
    expectErrorBody(answers[0], 413, 'PAYLOAD_TOO_LARGE')
  })

  it.each(['http:///api/health/live', 'http://x:99999999/', 'http://x#/api', 'http://u:p@[::1/'])(
    'is rejected when its absolute form is invalid: %s',
    async url => {
      const [answer] = await send(`GET ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expectErrorBody(answer, 400, 'MALFORMED_REQUEST')
    }
  )

  it('in absolute form is accepted', async () => {
    const [answer] = await send(
      'GET http://elsewhere.example/api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    )
    expect(answer?.status).toBe(200)
  })
})

describe('Data after a valid request on its connection', () => {
  it.each([
    ['garbage', 'GARBAGE\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['an unknown method', 'FOO /metrics HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
    ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n', 405, 'METHOD_NOT_ALLOWED']
  ])('gets its own response after that of the first request: %s', async (_, next, status, code) => {
    const first = `${post}Content-Length: ${story.length}\r\n\r\n${story}`
    const [answer, refused, ...more] = await send(`${first}${next}`)
    expect(answer?.status).toBe(200)
    expectErrorBody(refused, status, code)
    expect(more).toEqual([])
  })

  it('gets its own response after a long body', async () => {
    const body = `{"x":"${'a'.repeat(60_000)}"}`
    const first = `${post}Content-Length: ${body.length}\r\n\r\n${body}`
    const [, refused] = await send(`${first}FOO /metrics HTTP/1.1\r\nHost: x\r\n\r\n`)
    expectErrorBody(refused, 405, 'METHOD_NOT_ALLOWED')
  })

  it('is a separate request when the body is longer than its Content-Length', async () => {
    const [answer, rest] = await send(`${post}Content-Length: 2\r\n\r\n{}${story}\r\n\r\n`)
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
    expectErrorBody(rest, 400, 'MALFORMED_REQUEST')
  })
})

describe('A method without a route', () => {
  it.each([
    ['TRACE', '/api/v1/generate', 'POST'],
    ['TRACE', '/nowhere', ''],
    ['PROPFIND', '/metrics', 'GET, HEAD'],
    ['QUERY', '/api/v1/generate', 'POST'],
    ['PURGE', '/api/health', 'GET, HEAD'],
    ['FOO', '/api/v1/generate?a=b', 'POST'],
    ['GETX', '/api/v1/generate', 'POST'],
    ['get', '/metrics', 'GET, HEAD'],
    ['FOO', '/nowhere', ''],
    ['CONNECT', '/api/v1/generate', 'POST'],
    ['CONNECT', 'elsewhere.example:443', '']
  ])('(%s %s) is rejected with 405 and the allowed methods (%s)', async (method, url, allow) => {
    const [answer] = await send(`${method} ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expectErrorBody(answer, 405, 'METHOD_NOT_ALLOWED')
    expect(answer?.headers['allow']).toBe(allow)
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ path: url.split('?')[0] })
  })

  it('is rejected with 404 for OPTIONS *', async () => {
    const [answer] = await send('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expectErrorBody(answer, 404, 'NOT_FOUND')
  })
})

describe('A client that sends its request too slowly', () => {
  const strict = useService({ REQUEST_ARRIVAL_TIMEOUT: '1' })

  it.each([
    ['sends nothing', ''],
    ['stops in the first line', 'GET /api/health'],
    ['stops in the headers', get],
    ['stops in the body', `${post}Content-Length: ${story.length}\r\n\r\n{"key`],
    ['stops before the body', `${post}Content-Length: ${story.length}\r\n\r\n`],
    ['stops in a chunk', `${post}Transfer-Encoding: chunked\r\n\r\n5\r\n{"k`],
    ['declares a longer body than it sends', `${post}Content-Length: 1000\r\n\r\n${story}`]
  ])('is rejected with 408: %s', async (_, bytes) => {
    const answers = await send(bytes, strict.url)
    expect(answers).toHaveLength(1)
    expectErrorBody(answers[0], 408, 'MALFORMED_REQUEST')
    expect(strict.simulator.requests()).toEqual([])
  })

  it('is rejected although it sends a byte every 20 ms', async () => {
    const connection = new RawConnection(strict.url).write(`${post}Content-Length: 1000\r\n\r\n`)
    const slowBody = setInterval(() => connection.write(' '), 20)
    const answers = await connection.closed
    clearInterval(slowBody)
    expectErrorBody(answers[0], 408, 'MALFORMED_REQUEST')
  })

  it('gets no second response when the route does not need the body that is missing', async () => {
    const answers = await send(`${get}Content-Length: 5\r\n\r\n`, strict.url)
    expect(answers.map(({ status }) => status)).toEqual([200])
  })

  it('is not one that waits for a slow response', async () => {
    strict.simulator.setFaults([{ fault: 'slow-first-byte', value: 1500, times: 1 }])
    const { status } = await generate(strict.url)
    expect(status).toBe(200)
  })

  it('is not one that sends more requests on an open connection', async () => {
    const connection = new RawConnection(strict.url)
    for (let count = 1; count <= 50; count++) {
      connection.write(`${get}\r\n`)
      await connection.answersWhen(answers => answers.length === count)
    }
    connection.destroy()
    expect(await connection.closed).toHaveLength(50)
  })
})

describe('200 slow connections', () => {
  it('do not block /api/health', async () => {
    const busy = await startService({ OPENAI_BASE_URL: service.simulator.baseUrl })
    const inHeaders = Array.from({ length: 100 }, () => new RawConnection(busy.url).write(get))
    const inBody = Array.from({ length: 100 }, () =>
      new RawConnection(busy.url).write(`${post}Content-Length: 60000\r\n\r\n{`)
    )
    const slowBody = setInterval(() => {
      for (const connection of inHeaders) connection.write('X: y\r\n')
      for (const connection of inBody) connection.write(' ')
    }, 100)
    await untilInFlight(busy.url, 100)
    for (let call = 0; call < 10; call++) {
      const { status } = await fetch(`${busy.url}/api/health`)
      expect(status).toBe(200)
    }
    clearInterval(slowBody)
    for (const connection of [...inHeaders, ...inBody]) connection.destroy()
    await busy.close()
  })

  async function untilInFlight(url: string, count: number): Promise<void> {
    for (;;) {
      const { metrics } = (await (await fetch(`${url}/api/health`)).json()) as {
        metrics: { in_flight: number }
      }
      if (metrics.in_flight > count) return
    }
  }
})
