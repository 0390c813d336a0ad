import { createHash, createHmac, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import request, { type Test } from 'supertest'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { storyRequest, testKey, testSecret } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import {
  claimsOf,
  handMade,
  issuedToken,
  nowSeconds,
  serviceSecret,
  serviceToken,
  tokenSecret,
  userId,
  userToken
} from '../../harness/fixtures/tokens.js'

const previousSecret = 'the-secret-of-kuybi-before-the-last-rotation'
const trustedKey = 'the-key-of-a-backend-that-may-act-for-users'
const issuerKey = 'the-key-of-a-backend-that-may-issue-tokens'

let simulator: Simulator
let service: Service

beforeAll(async () => {
  simulator = await startSimulator()
  service = await startService({
    OPENAI_BASE_URL: simulator.baseUrl,
    JWT_SECRET_PREVIOUS: previousSecret,
    SERVICE_JWT_SECRET: serviceSecret,
    SERVICE_SCOPES: '{"kuybi":["stories","act-as"],"reporter":["admin"]}',
    TOKEN_SECRET: tokenSecret,
    LOGIN_FAILURES_PER_MINUTE: '100000',
    FLOOD_LIMIT_PER_MINUTE: '100000',
    API_KEYS: JSON.stringify([
      testKey,
      entry('trusted', trustedKey, ['stories', 'act-as']),
      entry('issuer', issuerKey, ['tokens:issue'])
    ])
  })
})
afterAll(async () => {
  await service.close()
  await simulator.close()
})

function entry(name: string, key: string, scopes: readonly string[]): object {
  return { name, sha256: createHash('sha256').update(key).digest('hex'), scopes }
}

type Headers = Readonly<Record<string, string>>

function bearer(token: string): Headers {
  return { Authorization: `Bearer ${token}` }
}

function validate(headers: Headers): Test {
  return request(service.url).post('/api/v1/auth/validate').set(headers)
}

function generate(headers: Headers): Test {
  return request(service.url).post('/api/v1/generate').set(headers).send(storyRequest())
}

describe('A valid credential', () => {
  it.each<[string, () => Headers, object]>([
    [
      'of a Kuybi user',
      () => bearer(userToken()),
      { kind: 'user', name: userId, owner: `user:${userId}`, scopes: ['stories'] }
    ],
    [
      'of a Kuybi admin',
      () => bearer(userToken({ role: 'super-admin' })),
      { kind: 'user', scopes: ['admin', 'stories'] }
    ],
    [
      'signed with the previous secret',
      () => bearer(userToken({}, previousSecret)),
      { kind: 'user', owner: `user:${userId}` }
    ],
    [
      'within the clock skew',
      () => bearer(userToken({ exp: nowSeconds() - 20, iat: nowSeconds() + 20 })),
      { kind: 'user' }
    ],
    [
      'of a service',
      () => bearer(serviceToken()),
      { kind: 'service', name: 'kuybi', owner: 'service:kuybi', scopes: ['act-as', 'stories'] }
    ],
    [
      'issued by the service',
      () => bearer(issuedToken()),
      { kind: 'issued', owner: `user:${userId}`, scopes: ['stories'] }
    ],
    ['in a key', () => ({ 'X-API-Key': trustedKey }), { kind: 'api-key', owner: 'key:trusted' }],
    ['in lower-case bearer', () => ({ Authorization: `bearer ${userToken()}` }), { kind: 'user' }],
    ['beside an empty one', () => ({ ...bearer(userToken()), 'X-API-Key': ' ' }), { kind: 'user' }],
    [
      'of a user beside a key, where the user takes precedence',
      () => ({ ...bearer(userToken()), 'X-API-Key': trustedKey }),
      { kind: 'user', owner: `user:${userId}`, scopes: ['stories'] }
    ]
  ])('%s is identified correctly', async (_, headers, expected) => {
    const { status, body } = await validate(headers())
    expect(status).toBe(200)
    expect(body).toEqual({ success: true, data: expect.any(Object), requestId: expect.any(String) })
    expect(body.data).toMatchObject({ valid: true, ...expected })
  })

  it('has its claims and its expiry in the response', async () => {
    const token = userToken()
    const { body } = await validate(bearer(token))
    const claims = claimsOf(token)
    expect(body.data.claims).toEqual(claims)
    expect(body.data.expires_at).toBe(new Date(Number(claims.exp) * 1000).toISOString())
  })

  it.each<[string, () => Headers]>([
    ['a user', () => bearer(userToken())],
    ['a service', () => bearer(serviceToken())],
    ['an issued token', () => bearer(issuedToken())],
    ['a key', () => ({ 'X-API-Key': testKey })]
  ])('of %s may write a story', async (_, headers) => {
    expect((await generate(headers())).status).toBe(200)
  })
})

describe('A forged or malformed credential', () => {
  const claims = (): object => claimsOf(userToken())
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const unsigned = (header: object): string => handMade(header, claims()).replace(/[^.]+$/, '')
  const attacker = 'a-secret-that-only-the-attacker-knows-of-all'
  const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')
  const swap = (token: string, part: number, text: string): string =>
    token.split('.').with(part, text).join('.')
  const encoded = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url')

  it.each<[string, () => Headers]>([
    ['alg none', () => bearer(unsigned({ alg: 'none' }))],
    ['alg None', () => bearer(unsigned({ alg: 'None' }))],
    ['alg NONE', () => bearer(unsigned({ alg: 'NONE' }))],
    ['alg nOnE', () => bearer(unsigned({ alg: 'nOnE' }))],
    ['alg none with a signature', () => bearer(handMade({ alg: 'none' }, claims()))],
    ['alg missing', () => bearer(handMade({ typ: 'JWT' }, claims()))],
    ['alg empty', () => bearer(handMade({ alg: '' }, claims()))],
    ['alg null', () => bearer(handMade({ alg: null }, claims()))],
    ['alg a list', () => bearer(handMade({ alg: ['HS256'] }, claims()))],
    ['alg hs256', () => bearer(handMade({ alg: 'hs256' }, claims()))],
    ['alg HS384', () => bearer(handMade({ alg: 'HS384' }, claims(), { hash: 'sha384' }))],
    ['alg HS512', () => bearer(handMade({ alg: 'HS512' }, claims(), { hash: 'sha512' }))],
    ['alg HS384 over an HS256 signature', () => bearer(handMade({ alg: 'HS384' }, claims()))],
    ['alg RS256', () => bearer(jwt.sign(claims(), privateKey, { algorithm: 'RS256' }))],
    ['alg PS256', () => bearer(jwt.sign(claims(), privateKey, { algorithm: 'PS256' }))],
    ['alg ES256', () => bearer(jwt.sign(claims(), ec, { algorithm: 'ES256' }))],
    [
      'a public key used as secret',
      () => bearer(handMade({ alg: 'HS256' }, claims(), { secret: pem }))
    ],
    [
      'an RS256 header over an HMAC of the public key',
      () => bearer(handMade({ alg: 'RS256' }, claims(), { secret: pem }))
    ],
    [
      'a kid that names a file',
      () => bearer(handMade({ alg: 'HS256', kid: '/dev/null' }, claims(), { secret: '' }))
    ],
    [
      'a kid that injects SQL',
      () => bearer(handMade({ alg: 'HS256', kid: "' UNION SELECT 'x" }, claims(), { secret: 'x' }))
    ],
    [
      'a jku of the attacker',
      () =>
        bearer(
          handMade({ alg: 'HS256', jku: 'http://127.0.0.1:1/keys' }, claims(), { secret: attacker })
        )
    ],
    [
      'a jwk of the attacker',
      () =>
        bearer(
          handMade(
            { alg: 'HS256', jwk: { kty: 'oct', k: Buffer.from(attacker).toString('base64url') } },
            claims(),
            { secret: attacker }
          )
        )
    ],
    [
      'an x5c of the attacker',
      () => bearer(handMade({ alg: 'HS256', x5c: [pem] }, claims(), { secret: attacker }))
    ],
    [
      'an x5u of the attacker',
      () =>
        bearer(
          handMade({ alg: 'HS256', x5u: 'http://127.0.0.1:1/x' }, claims(), { secret: attacker })
        )
    ],
    ['a critical extension', () => bearer(handMade({ alg: 'HS256', crit: ['exp'] }, claims()))],
    ['the secret of another issuer', () => bearer(userToken({}, attacker))],
    ['an empty secret', () => bearer(userToken({}, ''))],
    ['a secret with a trailing newline', () => bearer(userToken({}, `${testSecret}\n`))],
    ['no signature', () => bearer(swap(userToken(), 2, ''))],
    ['a truncated signature', () => bearer(userToken().slice(0, -4))],
    [
      'a signature of another token',
      () => bearer(swap(userToken(), 2, userToken({ role: 'admin' }).split('.')[2] ?? ''))
    ],
    [
      'claims changed after signing',
      () => bearer(swap(userToken(), 1, encoded({ ...claims(), role: 'admin' })))
    ],
    [
      'a header changed after signing',
      () => bearer(swap(userToken(), 0, encoded({ alg: 'HS256', typ: 'jwt' })))
    ],
    [
      'claims that are text',
      () => bearer(handMade({ alg: 'HS256' }, 'claims' as unknown as object))
    ],
    ['claims that are a list', () => bearer(handMade({ alg: 'HS256' }, [claims()]))],
    ['claims that are null', () => bearer(handMade({ alg: 'HS256' }, null as unknown as object))],
    ['two parts', () => bearer(userToken().split('.').slice(0, 2).join('.'))],
    ['four parts', () => bearer(`${userToken()}.x`)],
    ['nothing but dots', () => bearer('..')],
    ['garbage', () => bearer('garbage')],
    ['another scheme', () => ({ Authorization: `Basic ${Buffer.from('a:b').toString('base64')}` })],
    ['a scheme and nothing else', () => ({ Authorization: 'Bearer' })],
    ['a token without a scheme', () => ({ Authorization: userToken() })],
    ['an expired token', () => bearer(userToken({ exp: nowSeconds() - 60 }))],
    ['no exp', () => bearer(userToken({ exp: undefined }))],
    ['an exp in words', () => bearer(userToken({ exp: 'tomorrow' as unknown as number }))],
    ['a token not valid yet', () => bearer(userToken({ nbf: nowSeconds() + 60 }))],
    ['a token issued in the future', () => bearer(userToken({ iat: nowSeconds() + 60 }))],
    ['an iat in words', () => bearer(userToken({ iat: 'now' as unknown as number }))],
    ['no sub', () => bearer(userToken({ sub: undefined }))],
    ['an empty sub', () => bearer(userToken({ sub: '' }))],
    ['a sub that is a number', () => bearer(userToken({ sub: 7 as unknown as string }))],
    ['a sub with a line break', () => bearer(userToken({ sub: 'a\nb' }))],
    ['a sub of 129 characters', () => bearer(userToken({ sub: 'x'.repeat(129) }))],
    ['a temporary password', () => bearer(userToken({ tempPasswordChange: true }))],
    [
      'a token that lives longer than a day',
      () => bearer(userToken({ iat: nowSeconds(), exp: nowSeconds() + 86_401 }))
    ],
    [
      'a token without iat that ends after more than a day',
      () => bearer(userToken({ exp: nowSeconds() + 86_600 }))
    ],
    ['a service token of the wrong audience', () => bearer(serviceToken({ aud: 'kuybi' }))],
    ['a service token without audience', () => bearer(serviceToken({ aud: undefined }))],
    ['a service token without iss', () => bearer(serviceToken({ iss: undefined }))],
    ['a service token with an empty iss', () => bearer(serviceToken({ iss: '' }))],
    ['a service token without iat', () => bearer(serviceToken({ iat: undefined }))],
    ['a service token without exp', () => bearer(serviceToken({ exp: undefined }))],
    [
      'a service token of more than an hour',
      () => bearer(serviceToken({ exp: nowSeconds() + 3700 }))
    ],
    ['a service token without sub', () => bearer(serviceToken({ sub: undefined }))],
    ['a service token signed with the secret of users', () => bearer(serviceToken({}, testSecret))],
    ['a user token signed with the secret of services', () => bearer(userToken({}, serviceSecret))],
    [
      'a user token with the type of a service token',
      () => bearer(userToken({ typ: 'service', iss: 'x', aud: 'jiraiya', iat: nowSeconds() }))
    ],
    ['a service token without typ', () => bearer(serviceToken({ typ: undefined }))],
    ['a service token of another typ', () => bearer(serviceToken({ typ: 'Service' }))],
    [
      'a user token with the issuer of issued tokens',
      () => bearer(userToken({ iss: 'jiraiya', aud: 'jiraiya' }))
    ],
    ['an issued token signed with the secret of Kuybi', () => bearer(issuedToken({}, testSecret))],
    ['an issued token of the wrong audience', () => bearer(issuedToken({ aud: 'kuybi' }))],
    ['an issued token without audience', () => bearer(issuedToken({ aud: undefined }))],
    ['an issued token that has expired', () => bearer(issuedToken({ exp: nowSeconds() - 60 }))],
    ['a key that is unknown', () => ({ 'X-API-Key': 'unknown' })],
    ['the digest of a key', () => ({ 'X-API-Key': digestOf(trustedKey) })],
    ['a truncated digest', () => ({ 'X-API-Key': digestOf(trustedKey).slice(0, 32) })],
    ['a truncated key', () => ({ 'X-API-Key': trustedKey.slice(0, -1) })],
    ['a key in other letter case', () => ({ 'X-API-Key': trustedKey.toUpperCase() })],
    ['two keys in one header', () => ({ 'X-API-Key': `${trustedKey}, ${testKey}` })],
    ['a key as bearer token', () => bearer(trustedKey)],
    ['a good user token beside a bad key', () => ({ ...bearer(userToken()), 'X-API-Key': 'bad' })],
    [
      'a bad token beside a good key',
      () => ({ ...bearer(userToken({}, attacker)), 'X-API-Key': trustedKey })
    ],
    [
      'an expired token beside a good key',
      () => ({ ...bearer(userToken({ exp: 1 })), 'X-API-Key': trustedKey })
    ],
    [
      'an HMAC of the claims alone',
      () =>
        bearer(
          `${encoded({ alg: 'HS256' })}.${encoded(claims())}.${createHmac('sha256', testSecret).update(encoded(claims())).digest('base64url')}`
        )
    ]
  ])('(%s) is rejected with 401 and the standard error body', async (_, headers) => {
    for (const answer of [await validate(headers()), await generate(headers())]) {
      expect({ status: answer.status, code: answer.body.error?.code }).toEqual({
        status: 401,
        code: 'AUTHENTICATION_ERROR'
      })
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="jiraiya"/)
    }
  })

  it.each<[string, () => Headers, readonly string[]]>([
    [
      'a user',
      () => bearer(userToken({ role: 'guest', scope: 'admin', scopes: ['admin', 'stories'] })),
      []
    ],
    [
      'a service',
      () => bearer(serviceToken({ scope: 'admin tokens:issue', scopes: ['admin'] })),
      ['act-as', 'stories']
    ],
    ['an unknown service', () => bearer(serviceToken({ sub: 'stranger', scopes: ['admin'] })), []],
    ['a service named __proto__', () => bearer(serviceToken({ sub: 'constructor' })), []],
    [
      'an issued token',
      () => bearer(issuedToken({ scope: 'admin', role: 'super-admin', typ: 'x' })),
      ['stories']
    ]
  ])('of %s gains no scope by its claims', async (_, headers, scopes) => {
    const { body } = await validate(headers())
    expect(body.data.scopes).toEqual(scopes)
  })
})

describe('A client without permission', () => {
  it.each(['guest', 'moderator', 'superuser', 'ROLE_GUEST', '', null, undefined, 3, ['admin']])(
    'with the role %j gets the error text of Kuybi',
    async role => {
      const { status, body } = await generate(bearer(userToken({ role })))
      expect(status).toBe(403)
      expect(body.message).toBe('Insufficient permissions. Required: create Story')
      expect(body.error.code).toBe('AUTHORIZATION_ERROR')
    }
  )

  it.each(['USER', 'ROLE_USER', 'role_Admin', 'Super-Admin'])(
    'is none with the role %j: case and a leading ROLE_ do not count',
    async role => {
      const { status } = await generate(bearer(userToken({ role })))
      expect(status).toBe(200)
    }
  )

  it('cannot issue tokens', async () => {
    const { status, body } = await issue({ 'X-API-Key': trustedKey }, { user_id: userId })
    expect(status).toBe(403)
    expect(body.message).toBe('Insufficient permissions. Required: scope tokens:issue')
  })
})

describe('X-User-ID', () => {
  it.each<[string, () => Headers, string, number, string | undefined]>([
    [
      'a key that may act for users',
      () => ({ 'X-API-Key': trustedKey }),
      'someone',
      200,
      'user:someone'
    ],
    [
      'a service that may act for users',
      () => bearer(serviceToken()),
      'someone',
      200,
      'user:someone'
    ],
    ['a key, empty', () => ({ 'X-API-Key': trustedKey }), ' ', 200, 'key:trusted'],
    ['a user, with their own id', () => bearer(userToken()), userId, 200, `user:${userId}`],
    [
      'an issued token, with the id of its user',
      () => bearer(issuedToken()),
      userId,
      200,
      `user:${userId}`
    ],
    ['a key that may not', () => ({ 'X-API-Key': testKey }), 'someone', 403, undefined],
    [
      'a service that may not',
      () => bearer(serviceToken({ sub: 'reporter' })),
      'someone',
      403,
      undefined
    ],
    ['a user, with the id of another', () => bearer(userToken()), 'someone', 403, undefined],
    [
      'an admin, with the id of another',
      () => bearer(userToken({ role: 'admin' })),
      'someone',
      403,
      undefined
    ],
    [
      'an issued token, with the id of another',
      () => bearer(issuedToken()),
      'someone',
      403,
      undefined
    ],
    [
      'a user beside a key that may',
      () => ({ ...bearer(userToken()), 'X-API-Key': trustedKey }),
      'someone',
      403,
      undefined
    ],
    ['a malformed id', () => ({ 'X-API-Key': trustedKey }), 'a b', 400, undefined],
    [
      'an id of 129 characters',
      () => ({ 'X-API-Key': trustedKey }),
      'x'.repeat(129),
      400,
      undefined
    ]
  ])('from %s', async (_, headers, id, status, owner) => {
    const answer = await validate({ ...headers(), 'X-User-ID': id })
    expect(answer.status).toBe(status)
    expect(answer.body.data?.owner).toBe(owner)
  })
})

function issue(headers: Headers, body: object): Test {
  return request(service.url).post('/api/v1/auth/token').set(headers).send(body)
}

describe('An issued token', () => {
  it('lets its user only write stories, until it expires', async () => {
    const answer = await issue(
      { 'X-API-Key': issuerKey },
      { user_id: 'visitor', expires_in_hours: 2 }
    )
    expect(answer.status).toBe(200)
    const { data } = answer.body
    expect(data).toMatchObject({ token_type: 'Bearer', expires_in: 7200, user_id: 'visitor' })
    expect(Date.parse(data.expires_at) / 1000 - nowSeconds()).toBeGreaterThan(7190)
    const known = await validate(bearer(data.access_token))
    expect(known.body.data).toMatchObject({
      kind: 'issued',
      owner: 'user:visitor',
      scopes: ['stories'],
      claims: { iss: 'jiraiya', aud: 'jiraiya', scope: 'stories' }
    })
    expect((await generate(bearer(data.access_token))).status).toBe(200)
    expect((await issue(bearer(data.access_token), { user_id: 'x' })).status).toBe(403)
  })

  it('is not valid for Kuybi', async () => {
    const { body } = await issue({ 'X-API-Key': issuerKey }, { user_id: 'visitor' })
    expect(() => jwt.verify(body.data.access_token, testSecret)).toThrow('invalid signature')
  })

  it.each([
    [{}, 'user_id'],
    [{ user_id: 'a b' }, 'user_id'],
    [{ user_id: 7 }, 'user_id'],
    [{ user_id: 'x', expires_in_hours: 25 }, 'expires_in_hours'],
    [{ user_id: 'x', expires_in_hours: 0 }, 'expires_in_hours'],
    [{ user_id: 'x', expires_in_hours: '2' }, 'expires_in_hours'],
    [{ user_id: 'x', role: 'admin' }, 'role']
  ])('is not issued for %j', async (body, field) => {
    const answer = await issue({ 'X-API-Key': issuerKey }, body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.details.validation_errors[0].field).toBe(field)
  })
})

describe('In production without their own secrets', () => {
  it('service tokens are rejected and no tokens are issued', async () => {
    const strict = await startService({
      ENVIRONMENT: 'production',
      OPENAI_BASE_URL: simulator.baseUrl,
      OPENAI_ALLOW_HTTP: 'true',
      API_KEYS: JSON.stringify([entry('issuer', issuerKey, ['tokens:issue'])])
    })
    const ask = (headers: Headers, path: string, body: object): Test =>
      request(strict.url).post(path).set(headers).send(body)
    const forged = await ask(bearer(serviceToken({}, testSecret)), '/api/v1/auth/validate', {})
    const issued = await ask({ 'X-API-Key': issuerKey }, '/api/v1/auth/token', { user_id: 'x' })
    await strict.close()
    expect(forged.status).toBe(401)
    expect(issued.status).toBe(404)
  })
})

describe('Issuer and audience of user tokens', () => {
  it('are checked when configured', async () => {
    const picky = await startService({ JWT_ISSUER: 'kuybi', JWT_AUDIENCE: 'dashboard' })
    const statuses = []
    for (const claims of [
      { iss: 'kuybi', aud: 'dashboard' },
      { iss: 'kuybi', aud: ['other', 'dashboard'] },
      { iss: 'kuybi' },
      { iss: 'other', aud: 'dashboard' },
      {}
    ]) {
      const answer = await request(picky.url)
        .post('/api/v1/auth/validate')
        .set(bearer(userToken(claims)))
      statuses.push(answer.status)
    }
    await picky.close()
    expect(statuses).toEqual([200, 200, 401, 401, 401])
  })
})
