import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import request, { type Test } from 'supertest'
import { startRedis } from '../../harness/servers/redis.ts'
import { metric } from '../../harness/assertions/metrics.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { testRedisUrl } from '../../harness/service/stores.js'
import {
  issuedToken,
  nowSeconds,
  serviceSecret,
  serviceToken,
  tokenSecret,
  userToken
} from '../../harness/fixtures/tokens.js'

const deadRedis = 'redis://127.0.0.1:1'

function validate({ url }: Service, credentials: Readonly<Record<string, string>>): Test {
  return request(url).post('/api/v1/auth/validate').set(credentials)
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

let serial = 0
/** A token that no other test uses. */
const newToken = (): string => userToken({ jti: String(++serial) })

async function checks({ url }: Service, result?: string): Promise<number> {
  return metric(url, 'jiraiya_revocation_checks_total', result === undefined ? {} : { result })
}

/** The increase of this result's counter during `work`. */
async function grown(
  service: Service,
  result: string | undefined,
  work: () => PromiseLike<unknown>
): Promise<number> {
  const before = await checks(service, result)
  await work()
  return (await checks(service, result)) - before
}

describe('A token that Kuybi has revoked', () => {
  let kuybi: Redis
  let service: Service
  beforeAll(async () => {
    const url = testRedisUrl()
    kuybi = new Redis(url)
    service = await startService({
      KUYBI_REDIS_URL: url,
      SERVICE_JWT_SECRET: serviceSecret,
      TOKEN_SECRET: tokenSecret,
      LOGIN_FAILURES_PER_MINUTE: '2'
    })
  })
  afterAll(async () => {
    await service.close()
    kuybi.disconnect()
  })

  async function revoke(token: string): Promise<string> {
    const digest = createHash('sha256').update(token).digest('hex')
    await kuybi.set(`token:blacklist:${digest}`, '1', 'EX', 600)
    return token
  }

  it('is rejected from then on, unlike another token of the same user', async () => {
    const token = newToken()
    expect(await grown(service, 'valid', () => validate(service, bearer(token)))).toBe(1)
    await revoke(token)
    const { status, body, headers } = await validate(service, bearer(token))
    expect([status, body.error.code]).toEqual([401, 'AUTHENTICATION_ERROR'])
    expect(headers['www-authenticate']).toContain('error="invalid_token"')
    expect(body.error.details).toEqual({ reason: 'revoked' })
    expect((await validate(service, bearer(newToken()))).status).toBe(200)
  })

  it('does not count as a failed login', async () => {
    const token = await revoke(newToken())
    const again = () => validate(service, bearer(token))
    expect(await grown(service, 'revoked', async () => [await again(), await again()])).toBe(2)
    expect((await again()).status).toBe(401)
    expect((await validate(service, bearer(newToken()))).status).toBe(200)
  })

  it.each([
    ['with another word before it', (token: string) => `bearer   ${token}`],
    ['with something after it', (token: string) => `Bearer ${token} anything`],
    ['with a tab', (token: string) => `Bearer\t${token}`]
  ])('is rejected %s', async (_, form) => {
    const token = await revoke(newToken())
    const { status } = await validate(service, { Authorization: form(token) })
    expect(status).toBe(401)
  })

  it('is rejected even with a valid key', async () => {
    const token = await revoke(newToken())
    const { status } = await validate(service, { ...bearer(token), 'X-API-Key': testKey })
    expect(status).toBe(401)
  })

  it.each([
    ['an API key', { 'X-API-Key': testKey }],
    ['a service token', bearer(serviceToken())]
  ])('causes no look-up for %s', async (_, credentials) => {
    expect(
      await grown(service, undefined, async () => {
        expect((await validate(service, credentials)).status).toBe(200)
      })
    ).toBe(0)
  })

  it('may be one that this service issued', async () => {
    const token = await revoke(issuedToken({ jti: String(++serial) }))
    const { status, body } = await validate(service, bearer(token))
    expect([status, body.error.details.reason]).toEqual([401, 'revoked'])
    const other = await validate(service, bearer(issuedToken({ jti: String(++serial) })))
    expect(other.status).toBe(200)
  })

  it('is not looked up before its signature and its expiry are valid', async () => {
    const ended = userToken({ exp: nowSeconds() - 60 })
    const forged = userToken({}, 'a-secret-that-only-the-forger-knows-of')
    expect(
      await grown(service, undefined, async () => {
        expect((await validate(service, bearer(ended))).status).toBe(401)
        expect((await validate(service, bearer(forged))).status).toBe(401)
      })
    ).toBe(0)
  })
})

describe('While the revocation list of Kuybi is unreachable', () => {
  it('a user token is accepted when REVOCATION_FAIL is open', async () => {
    const service = await startService({ KUYBI_REDIS_URL: deadRedis })
    const passed = await grown(service, 'failed_open', async () => {
      expect((await validate(service, bearer(newToken()))).status).toBe(200)
    })
    expect(passed).toBe(1)
    const { body } = await request(service.url).get('/api/health')
    expect(body.dependencies).toContainEqual(
      expect.objectContaining({ name: 'kuybi_redis', status: 'degraded' })
    )
    await service.close()
  })

  it('a user token gets 503 when REVOCATION_FAIL is closed, and an API key is accepted', async () => {
    const service = await startService({ KUYBI_REDIS_URL: deadRedis, REVOCATION_FAIL: 'closed' })
    const refused = await grown(service, 'failed_closed', async () => {
      const { status, body, headers } = await validate(service, bearer(newToken()))
      expect([status, body.error.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
      expect(headers['retry-after']).toBe('2')
    })
    expect(refused).toBe(1)
    expect((await validate(service, { 'X-API-Key': testKey })).status).toBe(200)
    await service.close()
  })

  it('a request waits at most REDIS_TIMEOUT for a Redis that hangs', async () => {
    const redis = await startRedis()
    const service = await startService({ KUYBI_REDIS_URL: redis.url, REDIS_TIMEOUT: '0.2' })
    expect((await validate(service, bearer(newToken()))).status).toBe(200)
    await redis.hang()
    const passed = await grown(service, 'failed_open', async () => {
      for (let call = 0; call < 3; call++) {
        expect((await validate(service, bearer(newToken()))).status).toBe(200)
      }
    })
    expect(passed).toBe(3)
    await service.close()
    await redis.stop()
  })
})

describe('Without the revocation list of Kuybi', () => {
  it('no token is looked up', async () => {
    const service = await startService()
    const looked = await grown(service, undefined, async () => {
      expect((await validate(service, bearer(newToken()))).status).toBe(200)
    })
    expect(looked).toBe(0)
    await service.close()
  })
})
