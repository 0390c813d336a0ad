import { createHash } from 'node:crypto'
import request from 'supertest'
import { HealthService } from '#core/health/health.service.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import type { ErrorBody } from '#core/http/errors/error-body.js'
import { openApiDocument } from '../../../src/app.openapi.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { ApiContract } from '../../harness/assertions/api-contract.js'
import { exchange } from '../../harness/service/raw-connection.js'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { userToken } from '../../harness/fixtures/tokens.js'

type Body = Readonly<Record<string, unknown>>
type Provocation = (service: Service, simulator: Simulator) => Promise<Body>

const issuerKey = 'a-key-of-the-tests-that-may-issue-tokens'
const idleKey = 'a-key-of-the-tests-that-may-do-nothing-of-use'
const keys = [
  { name: 'tests', sha256: digest(testKey), scopes: ['stories'] },
  { name: 'issuer', sha256: digest(issuerKey), scopes: ['tokens:issue'] },
  { name: 'idle', sha256: digest(idleKey), scopes: ['admin'] }
]

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

describe('The example of an error equals a real response', () => {
  const generation = '/api/v1/generate'
  it.each<[ErrorCode, number, Provocation, Record<string, string>?]>([
    ['VALIDATION_ERROR', 400, ({ url }) => bodyOf(generate(url, storyRequest({ keywords: [] })))],
    ['MALFORMED_REQUEST', 400, ({ url }) => bodyOf(generate(url, '{'))],
    [
      'AUTHENTICATION_ERROR',
      401,
      ({ url }) => bodyOf(request(url).post(generation).send(storyRequest()))
    ],
    ['AUTHORIZATION_ERROR', 403, ({ url }) => bodyOf(generate(url).set('X-API-Key', idleKey))],
    ['PAYLOAD_TOO_LARGE', 413, ({ url }) => bodyOf(generate(url, { x: 'x'.repeat(66_000) }))],
    [
      'UNSUPPORTED_MEDIA_TYPE',
      415,
      ({ url }) => bodyOf(generate(url, 'x').set('Content-Type', 'application/xml'))
    ],
    ['AI_REFUSED', 422, failing({ fault: 'refusal' })],
    ['RATE_LIMIT_EXCEEDED', 429, second, { FLOOD_LIMIT_PER_MINUTE: '1' }],
    ['AI_SERVICE_ERROR', 502, failing({ fault: 'off-schema' })],
    [
      'AI_UNAVAILABLE',
      503,
      failing({ fault: 'status-503', value: 20 }),
      { OPENAI_MAX_RETRIES: '0' }
    ],
    ['AI_TIMEOUT', 504, failing({ fault: 'silent' }), { GENERATION_DEADLINE: '0.2' }]
  ])('%s of a generation, %i', async (code, status, provoke, settings = {}) => {
    await expectExample({ path: generation, method: 'post', status, code, provoke, settings })
  })

  const issuing = '/api/v1/auth/token'
  const issue = (url: string, body: object | string, key = issuerKey) =>
    request(url).post(issuing).set('X-API-Key', key).type('json').send(body)
  it.each<[ErrorCode, number, Provocation, Record<string, string>?]>([
    ['VALIDATION_ERROR', 400, ({ url }) => bodyOf(issue(url, { user_id: '' }))],
    ['MALFORMED_REQUEST', 400, ({ url }) => bodyOf(issue(url, '{'))],
    ['AUTHENTICATION_ERROR', 401, ({ url }) => bodyOf(issue(url, {}, ''))],
    ['AUTHORIZATION_ERROR', 403, ({ url }) => bodyOf(issue(url, {}, idleKey))],
    [
      'NOT_FOUND',
      404,
      ({ url }) => bodyOf(issue(url, { user_id: 'someone' })),
      { ENVIRONMENT: 'staging', OPENAI_ALLOW_HTTP: 'true' }
    ]
  ])('%s of issuing a token, %i', async (code, status, provoke, settings = {}) => {
    await expectExample({ path: issuing, method: 'post', status, code, provoke, settings })
  })

  const validation = '/api/v1/auth/validate'
  const validate = (url: string, user: string) =>
    request(url)
      .post(validation)
      .set('Authorization', `Bearer ${userToken()}`)
      .set('X-User-ID', user)
  it.each<[ErrorCode, number, Provocation]>([
    ['VALIDATION_ERROR', 400, ({ url }) => bodyOf(validate(url, 'not an id'))],
    ['MALFORMED_REQUEST', 400, ({ url }) => bodyOf(validate(url, '').type('json').send('{'))],
    ['AUTHORIZATION_ERROR', 403, ({ url }) => bodyOf(validate(url, 'somebody-else'))]
  ])('%s of validating, %i', async (code, status, provoke) => {
    await expectExample({ path: validation, method: 'post', status, code, provoke })
  })

  const anywhere = '/api/health'
  it.each<[ErrorCode, number, Provocation, Record<string, string>?]>([
    ['MALFORMED_REQUEST', 400, ({ url }) => raw(url, 'NONSENSE\r\n\r\n')],
    ['METHOD_NOT_ALLOWED', 405, ({ url }) => bodyOf(request(url).post(anywhere))],
    [
      'MALFORMED_REQUEST',
      408,
      ({ url }) => raw(url, 'GET / HT'),
      { REQUEST_ARRIVAL_TIMEOUT: '0.2' }
    ],
    ['PAYLOAD_TOO_LARGE', 413, ({ url }) => raw(url, endlessChunk)],
    [
      'UNSUPPORTED_MEDIA_TYPE',
      415,
      ({ url }) => bodyOf(request(url).get(anywhere).set('Content-Encoding', 'gzip'))
    ],
    ['MALFORMED_REQUEST', 431, ({ url }) => raw(url, `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`)],
    ['INTERNAL_ERROR', 500, broken]
  ])('%s at any route, %i', async (code, status, provoke, settings = {}) => {
    await expectExample({ path: anywhere, method: 'get', status, code, provoke, settings })
  })

  it('SHUTTING_DOWN at any route, 503', async () => {
    const provoke: Provocation = async ({ app, url }) => {
      app.get(Lifecycle).close()
      return bodyOf(request(url).get(anywhere))
    }
    await expectExample({
      path: anywhere,
      method: 'get',
      status: 503,
      code: 'SHUTTING_DOWN',
      provoke
    })
  })
})

interface Expected {
  readonly path: string
  readonly method: string
  readonly status: number
  readonly code: ErrorCode
  readonly provoke: Provocation
  readonly settings?: Readonly<Record<string, string>>
}

async function expectExample(expected: Expected): Promise<void> {
  const { path, method, status, code, provoke, settings = {} } = expected
  const service = await startService({
    OPENAI_BASE_URL: simulator.baseUrl,
    API_KEYS: JSON.stringify(keys),
    ...settings
  })
  const contract = new ApiContract(await openApiDocument(service.app))
  const answer = await provoke(service, simulator)
  await service.close()
  const media = contract.answersOf(method, path)?.get(status)?.content?.['application/json']
  const example = media?.examples?.[code]?.value as ErrorBody
  expect(withIdsOf(answer as unknown as ErrorBody, example)).toEqual(example)
}

/** Values that differ between calls are taken from the example: ids, time, seconds to wait. */
function withIdsOf(answer: ErrorBody, example: ErrorBody): ErrorBody {
  const { requestId, timestamp, error } = example
  const { correlation_id, retryAfter } = error
  return {
    ...answer,
    requestId,
    timestamp,
    error: {
      ...answer.error,
      correlation_id,
      ...(answer.error.retryAfter !== undefined && retryAfter !== undefined && { retryAfter })
    }
  }
}

async function bodyOf(answer: PromiseLike<{ readonly body: Body }>): Promise<Body> {
  return (await answer).body
}

async function raw(url: string, bytes: string): Promise<Body> {
  const [answer] = await exchange(url, bytes)
  return JSON.parse(answer?.body ?? '') as Body
}

const endlessChunk = `GET /api/health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`

function failing(fault: Parameters<Simulator['setFaults']>[0][number]): Provocation {
  return async ({ url }, provider) => {
    provider.setFaults([fault])
    return bodyOf(generate(url))
  }
}

async function second({ url }: Service): Promise<Body> {
  await generate(url)
  return bodyOf(generate(url))
}

/** A fault that nothing real produces. */
async function broken({ app, url }: Service): Promise<Body> {
  app.get(HealthService).report = () => Promise.reject(new TypeError('not foreseen'))
  return bodyOf(request(url).get('/api/health'))
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
