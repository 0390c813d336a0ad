import request from 'supertest'
import { generate, storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { keyEntry } from '../../harness/fixtures/stories.js'
import { issuedToken, nowSeconds, tokenSecret, userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const adminKey = 'a-key-of-the-tests-for-administration'
const service = useService({
  API_KEYS: JSON.stringify([testKey, keyEntry('operator', adminKey, ['admin', 'tokens:issue'])]),
  TOKEN_SECRET: tokenSecret
})

type Change = Readonly<Record<string, unknown>>

/** What a caller sends by mistake, and what the message says about it. */
const bodies: readonly (readonly [string, Change, string])[] = [
  [
    'no keywords',
    { keywords: undefined },
    'keywords is missing; a list of 1 to 10 texts is needed'
  ],
  ['null', { keywords: null }, 'keywords is null; a list of 1 to 10 texts is needed'],
  ['text for a list', { keywords: 'a, b' }, 'keywords is text; a list of 1 to 10 texts is needed'],
  ['an empty list', { keywords: [] }, 'keywords is an empty list; 1 to 10 keywords are needed'],
  [
    'blanks',
    { keywords: [' ', ''] },
    'keywords has only blank keywords; 1 to 10 keywords are needed'
  ],
  [
    'eleven keywords',
    { keywords: 'abcdefghijk'.split('') },
    'keywords has 11 different keywords; at most 10 are allowed'
  ],
  [
    'a long keyword',
    { keywords: ['a', ' ', 'x'.repeat(266)] },
    'keywords[2] is 266 characters long; at most 200 are allowed'
  ],
  ['a number in the list', { keywords: ['a', 7] }, 'keywords[1] is 7; text is needed'],
  ['a list in the list', { keywords: [['a']] }, 'keywords[0] is a list; text is needed'],
  [
    'several mistakes',
    { keywords: ['a', 7, null], genre: 'x' },
    'keywords[1] is 7; text is needed (and 2 more problems)'
  ],
  ['no genre', { genre: undefined }, 'genre is missing; text of 3 to 50 characters is needed'],
  ['a short genre', { genre: 'ab' }, 'genre is 2 characters long; at least 3 are needed'],
  [
    'a long genre',
    { genre: 'x'.repeat(51) },
    'genre is 51 characters long; at most 50 are allowed'
  ],
  ['an empty genre', { genre: '  ' }, 'genre is empty; 3 to 50 characters are needed'],
  [
    'a list of genres',
    { genre: ['fable'] },
    'genre is a list; text of 3 to 50 characters is needed'
  ],
  [
    'a misspelt tone',
    { tone: 'humourous' },
    'tone is not an allowed value; use one of neutral, humorous, dark, epic, romantic, mysterious, dramatic (did you mean humorous?)'
  ],
  [
    'an unknown tone',
    { tone: 'angry' },
    'tone is not an allowed value; use one of neutral, humorous, dark, epic, romantic, mysterious, dramatic'
  ],
  [
    'a number as tone',
    { tone: 3 },
    'tone is 3; use one of neutral, humorous, dark, epic, romantic, mysterious, dramatic'
  ],
  [
    'too many words',
    { max_length: 5000 },
    'max_length is 5000; a whole number of words from 100 to 2000 is needed'
  ],
  [
    'too few words',
    { max_length: 50 },
    'max_length is 50; a whole number of words from 100 to 2000 is needed'
  ],
  [
    'a fraction',
    { max_length: 150.5 },
    'max_length is 150.5; a whole number of words from 100 to 2000 is needed'
  ],
  [
    'words for a number',
    { max_length: 'many' },
    'max_length is text; a whole number of words from 100 to 2000 is needed'
  ],
  [
    'the other spelling',
    { maxLength: '9000' },
    'maxLength is 9000; a whole number of words from 100 to 2000 is needed'
  ],
  [
    'a minimum above the maximum',
    { min_length: 300, max_length: 200 },
    'min_length is 300, above max_length, which is 200; lower it or raise max_length'
  ],
  [
    'a minimum above the default maximum',
    { minLength: 600 },
    'minLength is 600, above 500, the default of max_length; send a larger max_length too'
  ],
  [
    'an underscore in the language',
    { language: 'pt_BR' },
    'language is not a language tag; a BCP 47 language tag such as en or pt-BR is needed, with a hyphen instead of _'
  ],
  [
    'an unknown audience',
    { audience: 'kids' },
    'audience is not an allowed value; use one of general, children, teen, adult'
  ],
  [
    'a misspelt required field',
    { keywords: undefined, keyword: ['a'] },
    'keywords is missing; a list of 1 to 10 texts is needed (the request has keyword, which is unknown)'
  ]
]

const strictBodies: readonly (readonly [string, Change, string])[] = [
  ['snake_case', { max_length: 100 }, 'max_length is not a known field; did you mean maxLength?'],
  [
    'a misspelt field',
    { maxLenght: 100 },
    'maxLenght is not a known field; did you mean maxLength?'
  ],
  ['an unknown field', { temperature: 1 }, 'temperature is not a known field'],
  [
    'a long keyword',
    { keywords: ['x'.repeat(66), 3] },
    'keywords[0] is 66 characters long; at most 50 are allowed (and 1 more problem)'
  ]
]

const texts: readonly (readonly [string, string, string])[] = [
  [
    'single quotes',
    "{'keywords': ['a']}",
    'The request body is not valid JSON at line 1, column 2: text must be in double quotes'
  ],
  [
    'a comma too many',
    '{\n  "genre": "fable",\n}',
    'The request body is not valid JSON at line 3, column 1: a field name in double quotes is expected'
  ],
  [
    'a body that was cut off',
    '{"keywords": ["a"',
    'The request body is not valid JSON at line 1, column 18: a closing ] is expected'
  ],
  ['an empty body', '', 'The request body is empty; it must be a JSON object'],
  ['a list', '[1]', 'body is a list; a JSON object is needed'],
  ['text', '"fox"', 'body is text; a JSON object is needed']
]

type Call = () => request.Test

const post = (path: string, headers: Readonly<Record<string, string>> = {}): request.Test =>
  request(service.url).post(path).set(headers)
const get = (path: string, headers: Readonly<Record<string, string>> = {}): request.Test =>
  request(service.url)
    .get(path)
    .set({ 'X-API-Key': testKey, ...headers })
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

const others: readonly (readonly [string, number, Call, string])[] = [
  [
    'a form instead of JSON',
    415,
    () =>
      generate(service.url, 'keywords=a').set('Content-Type', 'application/x-www-form-urlencoded'),
    'The request body was sent as application/x-www-form-urlencoded; send JSON with Content-Type: application/json'
  ],
  [
    'a large body',
    413,
    () => generate(service.url, { x: 'x'.repeat(66_000) }),
    'The request body is larger than 64 KB, the limit'
  ],
  [
    'an address without the version',
    404,
    () => post('/generate'),
    'There is nothing at this address; did you mean /api/v1/generate?'
  ],
  [
    'a misspelt address',
    404,
    () => get('/api/v1/storys'),
    'There is nothing at this address; did you mean /api/v1/stories?'
  ],
  [
    'an unknown address',
    404,
    () => get('/api/v1/novels'),
    'There is nothing at this address; GET / lists the addresses'
  ],
  [
    'another method',
    405,
    () => get('/api/v1/generate'),
    'This address does not support GET; use POST'
  ],
  [
    'no credential',
    401,
    () => post('/api/v1/stories'),
    'A bearer token or an X-API-Key is required'
  ],
  [
    'an unknown key',
    401,
    () => get('/api/v1/stories', { 'X-API-Key': 'wrong' }),
    'The API key in X-API-Key is unknown'
  ],
  [
    'a key sent as a token',
    401,
    () => post('/api/v1/stories', bearer(testKey)),
    'The bearer token is not a JWT; an API key belongs in the header X-API-Key'
  ],
  [
    'a token without the word Bearer',
    401,
    () => post('/api/v1/stories', { Authorization: userToken() }),
    'The header Authorization must be the word Bearer, a space and the token'
  ],
  [
    'another scheme',
    401,
    () => post('/api/v1/stories', { Authorization: 'Basic dXNlcjpwYXNz' }),
    'The header Authorization must be Bearer and a token; an API key belongs in the header X-API-Key'
  ],
  [
    'a token sent as a key',
    401,
    () => post('/api/v1/stories', { 'X-API-Key': userToken() }),
    'X-API-Key holds a token; send it as Authorization: Bearer'
  ],
  [
    'an expired token',
    401,
    () => post('/api/v1/stories', bearer(userToken({ exp: nowSeconds() - 60 }))),
    'The bearer token has expired; refresh it or sign in again'
  ],
  [
    'a token of another secret',
    401,
    () => post('/api/v1/stories', bearer(userToken({}, 'another-secret-of-more-than-32-letters'))),
    'The bearer token is not valid: it has another signature, issuer or audience, or a required claim is missing'
  ],
  [
    'a token without an expiry',
    401,
    () => post('/api/v1/stories', bearer(userToken({ exp: undefined }))),
    'The bearer token is not valid: exp is missing'
  ],
  [
    'a role that may not write',
    403,
    () => post('/api/v1/stories', bearer(userToken({ role: 'guest' }))),
    'Insufficient permissions. Required: create Story'
  ],
  [
    'an issued token for administration',
    403,
    () => get('/api/v1/admin/usage', { 'X-API-Key': '', ...bearer(issuedToken()) }),
    'Insufficient permissions. Required: scope admin'
  ],
  [
    'a malformed user',
    400,
    () => get('/api/v1/stories', { 'X-User-ID': 'two words' }),
    'X-User-ID must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
  ],
  [
    'a malformed Idempotency-Key',
    400,
    () => generate(service.url).set('Idempotency-Key', 'x'.repeat(256)),
    'Idempotency-Key must be 1 to 255 printable ASCII characters'
  ],
  [
    'a page size that is too large',
    400,
    () => get('/api/v1/stories?limit=500'),
    'limit is 500; a whole number from 1 to 100 is needed'
  ],
  [
    'an unknown order',
    400,
    () => get('/api/v1/stories?sortBy=created_at'),
    'sortBy is not an allowed value; use one of createdAt, title, wordCount (did you mean createdAt?)'
  ],
  [
    'an unknown parameter',
    400,
    () => get('/api/v1/stories?pages=2'),
    'pages is not a known field; did you mean page?'
  ],
  [
    'a date in another form',
    400,
    () => get('/api/v1/stories?createdFrom=20.11.2026'),
    'createdFrom must be a date like 2026-11-20, or a time like 2026-11-20T12:00:00Z'
  ],
  [
    'no user for a token',
    400,
    () => post('/api/v1/auth/token', { 'X-API-Key': adminKey }).send({}),
    'user_id is missing; it must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'
  ],
  [
    'a lifetime that is too long',
    400,
    () =>
      post('/api/v1/auth/token', { 'X-API-Key': adminKey }).send({
        user_id: 'u1',
        expires_in_hours: 48
      }),
    'expires_in_hours is 48; a whole number of hours from 1 to 24 is needed'
  ]
]

describe('The message about a mistake says what to change', () => {
  it.each(bodies)('in a body of /generate: %s', async (_, change, message) => {
    const { body } = await generate(service.url, storyRequest({ ...change }))
    expect(body).toMatchObject({ statusCode: 400, message, detail: message })
  })

  it.each(strictBodies)('in a body of /stories: %s', async (_, change, message) => {
    const { body } = await post('/api/v1/stories', { 'X-API-Key': testKey }).send(
      storyRequest({ ...change })
    )
    expect(body).toMatchObject({ statusCode: 400, message })
  })

  it.each(texts)('in JSON: %s', async (_, text, message) => {
    expect((await generate(service.url, text)).body).toMatchObject({ statusCode: 400, message })
  })

  it.each(others)('elsewhere: %s', async (_, status, call, message) => {
    expect((await call()).body).toMatchObject({ statusCode: status, message })
  })

  it('and is in the body of every error, with an address that describes the code', async () => {
    const { body } = await generate(service.url, '{')
    const address = new URL(body.error.doc_url, service.url)
    const page = await (await fetch(address)).text()
    expect(address.hash).toBe('#MALFORMED_REQUEST')
    expect(page).toContain('<h2 id="MALFORMED_REQUEST">')
  })
})

describe('A field error', () => {
  it('has the name of the rule and its bound, for clients that translate', async () => {
    const { body } = await generate(service.url, {
      keywords: ['fox', 'x'.repeat(300)],
      genre: 'ab',
      max_length: 5000
    })
    const found: readonly object[] = body.error.details.validation_errors
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'keywords[1]', rule: 'max_length', limit: 200 }),
        expect.objectContaining({ field: 'genre', rule: 'min_length', limit: 3 }),
        expect.objectContaining({ field: 'max_length', rule: 'max', limit: 2000 })
      ])
    )
  })
})

describe('A 401', () => {
  it.each([
    ['missing', {}, 'Bearer realm="jiraiya"'],
    ['invalid', { 'X-API-Key': 'wrong' }, /error="invalid_token", error_description="The API key/],
    [
      'expired',
      bearer(userToken({ exp: 1 })),
      /error="invalid_token", error_description="The bear/
    ],
    ['wrong_scheme', bearer(testKey), /an API key belongs in the header X-API-Key"$/]
  ])(
    'has the reason %s in its body and in WWW-Authenticate',
    async (reason, headers, challenge) => {
      const { body, headers: sent } = await post('/api/v1/stories', headers)
      expect(body.error.details).toEqual({ reason })
      expect(sent['www-authenticate']).toMatch(challenge)
    }
  )
})

describe('Unknown fields of /generate', () => {
  it('are named in X-Ignored-Fields, and misspelt ones in Warning', async () => {
    const { status, headers } = await generate(
      service.url,
      storyRequest({ max_lenght: 200, temperature: 1, 'a\nb,"c"': 1 })
    )
    expect(status).toBe(200)
    expect(headers['x-ignored-fields']).toBe('max_lenght, temperature, a%EF%BF%BDb%2C%22c%22')
    expect(headers['warning']).toBe('199 jiraiya "max_lenght is ignored; did you mean max_length?"')
  })

  it('add no header when there are none', async () => {
    const { headers } = await generate(service.url)
    expect(headers).not.toHaveProperty('x-ignored-fields')
    expect(headers).not.toHaveProperty('warning')
  })
})
