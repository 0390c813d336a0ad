import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { SettingsError, type SettingProblem } from '#core/config/settings-error.js'
import { otherSettingNotices } from '#core/config/other-settings.js'
import { loadSettings, parseSettings, settingGroups } from './app.settings.js'

const JWT_SECRET = 'x7'.repeat(16)
const DATABASE_URL = 'postgres://jiraiya@127.0.0.1/jiraiya'

const strict = {
  JWT_SECRET,
  DATABASE_URL,
  ENVIRONMENT: 'production',
  OPENAI_API_KEY: 'sk-test-of-the-settings'
}

/** All settings side by side. */
function read(environment: Record<string, string>): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.values(parseSettings({ JWT_SECRET, DATABASE_URL, ...environment }))
  )
}

function problemsOf(environment: Record<string, string>): readonly SettingProblem[] {
  try {
    parseSettings({ JWT_SECRET, DATABASE_URL, ...environment })
    return []
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
}

describe('Settings', () => {
  it('take the thresholds of budgets in any order, as a list or a JSON array', () => {
    expect(read({})['BUDGET_WARN_AT']).toEqual([80, 95])
    expect(read({ BUDGET_WARN_AT: '95, 50,95' })['BUDGET_WARN_AT']).toEqual([50, 95])
    expect(read({ BUDGET_WARN_AT: '[50]' })['BUDGET_WARN_AT']).toEqual([50])
    expect(read({ BUDGET_WARN_AT: '[]' })['BUDGET_WARN_AT']).toEqual([])
    for (const wrong of ['0', '101', '50.5', 'half', '[50,']) {
      const problems = problemsOf({ BUDGET_WARN_AT: wrong })
      expect(problems.map(({ name }) => name)).toEqual(['BUDGET_WARN_AT'])
    }
  })

  it('have the documented defaults for development', () => {
    expect(read({})).toMatchObject({
      ENVIRONMENT: 'development',
      PORT: 8000,
      BODY_LIMIT_KB: 64,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'text',
      SHUTDOWN_TIMEOUT: 30,
      SHUTDOWN_DELAY: 0,
      REQUIRE_AUTHENTICATION: true,
      API_KEYS: [],
      OPENAI_BASE_URL: 'https://api.openai.com/v1',
      OPENAI_MODEL: 'gpt-6-luna',
      OPENAI_TEMPERATURE: 0.7,
      OPENAI_MAX_TOKENS: 8192,
      OPENAI_TIMEOUT: 30,
      OPENAI_ATTEMPT_TIMEOUT: 90,
      GENERATION_DEADLINE: 120,
      OPENAI_MAX_RETRIES: 3,
      REFUSED_MODELS: []
    })
  })

  it.each(['staging', 'production'])('are stricter by default in %s', environment => {
    expect(read({ ...strict, ENVIRONMENT: environment })).toMatchObject({
      LOG_FORMAT: 'json',
      SHUTDOWN_DELAY: 5,
      REFUSED_MODELS: ['jiraiya-simulator']
    })
  })

  it('are frozen', () => {
    const settings = parseSettings({ JWT_SECRET, DATABASE_URL })
    for (const group of [settings, ...Object.values(settings)]) {
      expect(() => Object.assign(group, { PORT: 1 })).toThrow(TypeError)
    }
  })

  it('treat an empty value as absent', () => {
    expect(read({ PORT: '', OPENAI_API_KEY: '' })).toMatchObject({
      PORT: 8000
    })
  })

  it.each([
    ['PATH_PREFIX', '/jiraiya/', '/jiraiya'],
    ['PATH_PREFIX', '/', ''],
    ['PATH_PREFIX', '/apiary/a.b', '/apiary/a.b'],
    ['LOG_LEVEL', 'WARNING', 'warn'],
    ['LOG_LEVEL', 'Debug', 'debug'],
    ['ENABLE_METRICS', 'FALSE', false],
    ['ENABLE_METRICS', '0', false],
    ['OPENAI_ALLOW_HTTP', 'yes', true],
    ['OPENAI_TIMEOUT', '0.5', 0.5],
    ['REFUSED_MODELS', 'a, b,,c ', ['a', 'b', 'c']],
    ['REFUSED_MODELS', '["a","b"]', ['a', 'b']],
    ['OPENAI_PRICES', '{"m":{"input":1,"output":2}}', { m: { input: 1, output: 2 } }],
    ['OPENAI_EXTRA_BODY', '{"thinking":{"type":"disabled"}}', { thinking: { type: 'disabled' } }],
    [
      'OPENAI_HEADERS',
      '{"X-Team":"a b","authorization":"x"}',
      { 'X-Team': 'a b', authorization: 'x' }
    ],
    ['OPENAI_REASONING_EFFORT', 'LOW', 'low'],
    [
      'OPENAI_MODEL_OPTIONS',
      '{"gpt-6-luna":{"reasoningEffort":"low","extraBody":{"seed":7}}}',
      { 'gpt-6-luna': { reasoningEffort: 'low', extraBody: { seed: 7 } } }
    ],
    ['NO_PROXY', 'a.example, .b.example', ['a.example', '.b.example']],
    ['NODE_EXTRA_CA_CERTS', 'package.json', 'package.json']
  ])('read %s=%s', (name, text, value) => {
    expect(read({ [name]: text })).toHaveProperty(name, value)
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', ' '],
    ['WORKERS', '2'],
    ['PATH_PREFIX', 'jiraiya'],
    ['PATH_PREFIX', '//host.example'],
    ['PATH_PREFIX', '/a/../b'],
    ['PATH_PREFIX', '/a b'],
    ['PATH_PREFIX', '/api'],
    ['PATH_PREFIX', '/api/v1'],
    ['LOG_LEVEL', 'loud'],
    ['ENABLE_METRICS', 'maybe'],
    ['OPENAI_BASE_URL', 'ftp://example.test'],
    ['OPENAI_BASE_URL', 'not an address'],
    ['OPENAI_BASE_URL', 'https://api.openai.com/v1/chat/completions'],
    ['OPENAI_BASE_URL', 'https://gateway.example/v1?key=value'],
    ['OPENAI_TEMPERATURE', '3'],
    ['OPENAI_REASONING_EFFORT', 'much'],
    ['OPENAI_REASONING_TOKENS', '-1'],
    ['OPENAI_REASONING_TOKENS', '8192'],
    ['OPENAI_EXTRA_BODY', '[]'],
    ['OPENAI_EXTRA_BODY', 'null'],
    ['OPENAI_EXTRA_BODY', '{"model":"other"}'],
    ['OPENAI_EXTRA_BODY', '{"messages":[]}'],
    ['OPENAI_EXTRA_BODY', '{"stream":false}'],
    ['OPENAI_EXTRA_BODY', '{"n":2}'],
    ['OPENAI_EXTRA_BODY', '{"safety_identifier":"a"}'],
    ['OPENAI_MODEL_OPTIONS', '[]'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":7}'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":{"seed":7}}'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":{"extraBody":{"n":2}}}'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":{"reasoningEffort":"much"}}'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":{"reasoningEffort":"minimal"}}'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":{"reasoningTokens":-1}}'],
    ['OPENAI_MODEL_OPTIONS', '{"gpt-6-luna":{"reasoningTokens":8192}}'],
    ['OPENAI_MODEL_OPTIONS', '{"not-configured":{"reasoningEffort":"low"}}'],
    ['OPENAI_API_KEY', 'sk-…'],
    ['OPENAI_PROJECT', 'proj\n'],
    ['OPENAI_HEADERS', '{"X-A":1}'],
    ['OPENAI_HEADERS', '{"X A":"1"}'],
    ['OPENAI_HEADERS', '{"X-A":"1\\r\\nX-B: 2"}'],
    ['OPENAI_HEADERS', '{"X-A":"é"}'],
    ['OPENAI_HEADERS', '{"Content-Type":"text/plain"}'],
    ['HTTPS_PROXY', 'proxy.example:3128'],
    ['HTTP_PROXY', 'socks5://proxy.example'],
    ['NODE_EXTRA_CA_CERTS', '/nowhere/at/all.pem'],
    ['OPENAI_MAX_RETRIES', 'Infinity'],
    ['REFUSED_MODELS', '[1]'],
    ['REFUSED_MODELS', '[broken'],
    ['API_KEYS', '[""]'],
    ['API_KEYS', '[{"name":"a b","sha256":"00"}]'],
    ['API_KEYS', '[{"name":"a","sha256":"00"}]'],
    ['API_KEYS', `[{"name":"a","sha256":"${'0'.repeat(64)}","scopes":["root"]}]`],
    ['API_KEYS', '[7]'],
    ['API_KEYS', '{"a":1}'],
    ['API_KEYS', '[broken'],
    ['SERVICE_SCOPES', '[]'],
    ['SERVICE_SCOPES', '{"kuybi":"stories"}'],
    ['SERVICE_SCOPES', '{"kuybi":["root"]}'],
    ['JWT_ALGORITHM', 'none'],
    ['JWT_ALGORITHM', 'RS256'],
    ['OPENAI_PRICES', '[]'],
    ['OPENAI_PRICES', '{"m":1}'],
    ['OPENAI_PRICES', '{"m":{"input":-1,"output":1}}'],
    ['OPENAI_PRICES', '{"m":{"input":1}}'],
    ['OPENAI_PRICES', 'broken']
  ])('reject %s=%s and report its name and rule', (name, text) => {
    const problems = problemsOf({ [name]: text })
    expect(problems.map(problem => problem.name)).toEqual([name])
    expect(problems[0]?.rule).toMatch(/^must /)
  })

  it('report a file that cannot be read', () => {
    expect(problemsOf({ OPENAI_API_KEY_FILE: '/nowhere/at/all' })).toEqual([
      { name: 'OPENAI_API_KEY_FILE', rule: 'must name a file that can be read' }
    ])
  })

  it('store only the digest of a plain key, a name derived from it and the scope stories', () => {
    const digest = createHash('sha256').update('plain-key').digest()
    expect(read({ API_KEYS: 'plain-key' })['API_KEYS']).toEqual([
      {
        name: `key-${digest.toString('hex').slice(0, 8)}`,
        digest,
        scopes: ['stories'],
        plainLength: 9
      }
    ])
  })

  it('accept a key in the format that npm run key prints', () => {
    const entry = { name: 'dashboard', sha256: 'ab'.repeat(32), scopes: ['stories', 'act-as'] }
    expect(read({ API_KEYS: JSON.stringify([entry]) })['API_KEYS']).toEqual([
      { name: 'dashboard', digest: Buffer.from('ab'.repeat(32), 'hex'), scopes: entry.scopes }
    ])
  })

  it.each([
    ['OPENAI_API_KEY', { OPENAI_API_KEY: '' }],
    ['OPENAI_BASE_URL', { OPENAI_BASE_URL: 'http://example.test/v1' }],
    ['REQUIRE_AUTHENTICATION', { REQUIRE_AUTHENTICATION: 'false' }],
    ['API_KEYS', { API_KEYS: 'x7'.repeat(15) }],
    ['CORS_ORIGINS', { CORS_ORIGINS: '*' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'debug' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'TRACE' }],
    ['DEBUG', { DEBUG: 'True' }],
    ['OPENAI_API_KEY', { OPENAI_API_KEY: 'sk-of-19-characters' }],
    ['OPENAI_API_KEY', { OPENAI_API_KEY: 'sk-...................' }],
    ['OPENAI_API_KEY', { OPENAI_API_KEY: 'your-openai-api-key-here' }]
  ])('reject an unsafe %s in production but accept it in development', (name, change) => {
    expect(problemsOf({ ...strict, ...change }).map(problem => problem.name)).toEqual([name])
    expect(problemsOf({ ...change })).toEqual([])
  })

  const secrets = settingGroups()
    .flatMap(({ settings }) => settings)
    .filter(({ secretsIn }) => secretsIn('["a"]').length > 0)
    .map(({ name }) => name)

  it.each(secrets)('reject a sample value of %s in production', name => {
    const sample = 'local-development-secret-change-me'
    expect(problemsOf({ ...strict, [name]: sample })).toEqual([
      { name, rule: 'must not be a sample value outside development' }
    ])
    expect(problemsOf({ [name]: sample })).toEqual([])
  })

  it.each(secrets.filter(name => name !== 'JWT_SECRET'))(
    'reject in production a %s that is another secret too',
    name => {
      const [problem, ...others] = problemsOf({ ...strict, [name]: JWT_SECRET })
      expect(problem?.rule).toMatch(/JWT_SECRET/)
      expect(others.map(other => other.name)).toEqual(name === 'TOKEN_SECRET' ? [name] : [])
    }
  )

  it('refuse one port for the API and the metrics', () => {
    const [problem] = problemsOf({ PORT: '9464', METRICS_PORT: '9464' })
    expect(problem).toEqual({ name: 'METRICS_PORT', rule: 'must not be PORT' })
    expect(problemsOf({ PORT: '0', METRICS_PORT: '0' })).toEqual([])
  })

  it('report what production should not have, and start', () => {
    const notices = (change: object): readonly string[] =>
      loadSettings({
        ...strict,
        CORS_ORIGINS: 'https://kuybi.example',
        METRICS_PORT: '9464',
        ...change
      }).notices.map(({ name }) => name)
    expect(notices({})).toEqual([])
    expect(notices({ METRICS_PORT: '' })).toEqual(['METRICS_PORT'])
    expect(notices({ METRICS_PORT: '', ENABLE_METRICS: 'false' })).toEqual([])
    for (const origin of ['http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:80']) {
      expect(notices({ CORS_ORIGINS: `https://kuybi.example,${origin}` })).toEqual(['CORS_ORIGINS'])
    }
    for (const password of ['postgres', 'short', 'Password1!', '12345678', 'jiraiya-owner']) {
      const url = `postgres://jiraiya-owner:${password}@db/x`
      expect(notices({ DATABASE_URL: url, DB_MIGRATION_URL: url })).toEqual([
        'DATABASE_URL',
        'DB_MIGRATION_URL'
      ])
    }
    expect(notices({ DATABASE_URL: 'postgres://a:x7b2c9d4e1@db/x' })).toEqual([])
    expect(loadSettings({ JWT_SECRET, DATABASE_URL }).notices).toEqual([])
  })

  it.each(['JWT_SECRET', 'JWT_SECRET_PREVIOUS', 'SERVICE_JWT_SECRET', 'TOKEN_SECRET'])(
    'reject a short %s in every environment',
    name => {
      const rule = 'must have at least 32 characters'
      expect(problemsOf({ [name]: 'x'.repeat(31) })).toEqual([{ name, rule }])
    }
  )

  it('require JWT_SECRET', () => {
    expect(problemsOf({ JWT_SECRET: '' })).toEqual([{ name: 'JWT_SECRET', rule: 'is required' }])
  })

  it('never sign tokens that the service issues with the secret of Kuybi', () => {
    const { TOKEN_SECRET, SERVICE_JWT_SECRET } = read({})
    expect(TOKEN_SECRET).toMatch(/^.{32,}$/)
    expect(TOKEN_SECRET).not.toBe(JWT_SECRET)
    expect(SERVICE_JWT_SECRET).toBe(JWT_SECRET)
    expect(problemsOf({ TOKEN_SECRET: JWT_SECRET })).toEqual([
      {
        name: 'TOKEN_SECRET',
        rule: 'must not be JWT_SECRET: Kuybi would accept the tokens of this service as its own'
      }
    ])
  })

  it('disable service tokens and issued tokens in production without secrets of their own', () => {
    const { SERVICE_JWT_SECRET, TOKEN_SECRET } = read(strict)
    expect([SERVICE_JWT_SECRET, TOKEN_SECRET]).toEqual([undefined, undefined])
  })

  it('allow plain http to the provider in production when OPENAI_ALLOW_HTTP is set', () => {
    const change = { OPENAI_BASE_URL: 'http://vllm.internal/v1', OPENAI_ALLOW_HTTP: 'true' }
    expect(problemsOf({ ...strict, ...change })).toEqual([])
  })

  it('name the right base URL, and no secret of the wrong one', () => {
    const OPENAI_BASE_URL = 'https://user:password@gateway.example/v1/chat/completions?key=secret'
    const [problem, ...others] = problemsOf({ OPENAI_BASE_URL })
    expect([problem?.name, others]).toEqual(['OPENAI_BASE_URL', []])
    expect(problem?.rule).toContain('without the route it is https://gateway.example/v1;')
    expect(problem?.rule).toContain('credentials belong in OPENAI_API_KEY or OPENAI_HEADERS')
    expect(problem?.rule).not.toMatch(/password|secret/)
  })

  it('refuse an effort that the model does not accept, and name those that it does', () => {
    const change = { OPENAI_MODEL: 'gpt-5.1', OPENAI_REASONING_EFFORT: 'max' }
    const rule = 'must be an effort that OPENAI_MODEL accepts: none, low, medium, high'
    expect(problemsOf(change)).toEqual([{ name: 'OPENAI_REASONING_EFFORT', rule }])
  })

  it('refuse fallback models beside the path of one Azure deployment', () => {
    const path = '/openai/deployments/writer?api-version=2024-10-21'
    const OPENAI_BASE_URL = `https://name.openai.azure.com${path}`
    expect(problemsOf({ OPENAI_BASE_URL })).toEqual([])
    const problems = problemsOf({ OPENAI_BASE_URL, OPENAI_FALLBACK_MODELS: 'gpt-4o' })
    expect(problems.map(problem => problem.name)).toEqual(['OPENAI_FALLBACK_MODELS'])
  })

  it('are compared across modules, and an invalid one is reported only once', () => {
    const rule = 'must be longer than GENERATION_DEADLINE'
    expect(problemsOf({ RESERVATION_LEASE: '120' })).toEqual([{ name: 'RESERVATION_LEASE', rule }])
    const problems = problemsOf({ RESERVATION_LEASE: 'x', GENERATION_DEADLINE: 'x', PORT: 'x' })
    expect(problems.map(problem => problem.name).toSorted()).toEqual([
      'GENERATION_DEADLINE',
      'PORT',
      'RESERVATION_LEASE'
    ])
  })

  it('apply no strict rules when ENVIRONMENT itself is invalid', () => {
    const problems = problemsOf({ ENVIRONMENT: 'prod', API_KEYS: 'short' })
    expect(problems.map(problem => problem.name)).toEqual(['ENVIRONMENT'])
  })

  it('include every name that .env.example uses', () => {
    const names = settingGroups().flatMap(({ settings }) => settings.map(({ name }) => name))
    const example = parseEnv(readFileSync('.env.example', 'utf8'))
    for (const name of Object.keys(example)) expect(names).toContain(name)
    expect(problemsOf(example as Record<string, string>)).toEqual([])
  })
})

describe('Settings of other services', () => {
  const theirs = [
    ['API_KEY', 'API_KEYS'],
    ['API_V1_STR', 'PATH_PREFIX'],
    ['APP_PORT', 'PORT'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['DB_HOST', 'DATABASE_URL'],
    ['DB_PASSWORD_FILE', 'DATABASE_URL'],
    ['DB_MAX_OVERFLOW', 'DB_POOL_SIZE'],
    ['DEBUG', 'LOG_LEVEL'],
    ['JWT_SECRET_KEY', 'JWT_SECRET'],
    ['PROJECT_NAME', 'OTEL_SERVICE_NAME'],
    ['REDIS_ENABLED', 'REDIS_URL'],
    ['REDIS_MAX_CONNECTIONS', 'pool'],
    ['SERVICE_NAME', 'OTEL_SERVICE_NAME'],
    ['THROTTLE_TTL', 'RATE_LIMIT_PER_MINUTE'],
    ['VERSION', 'package']
  ] as const

  it.each(theirs)('are reported: %s, with %s instead', (name, instead) => {
    const { notices } = loadSettings({ JWT_SECRET, DATABASE_URL, [name]: 'canary' })
    expect(notices).toEqual([
      { name, rule: expect.stringMatching(/^is not a setting of this service: /) }
    ])
    expect(notices[0]?.rule).toContain(instead)
    expect(JSON.stringify(notices)).not.toContain('canary')
    expect(loadSettings({ JWT_SECRET, DATABASE_URL, [name]: '' }).notices).toEqual([])
  })

  it('are none of the names of this service', () => {
    const own = settingGroups().flatMap(({ settings }) => settings.map(({ name }) => name))
    const variables = Object.fromEntries(own.map(name => [name, 'x']))
    expect(otherSettingNotices(variables)).toEqual([])
  })

  it('explain a problem', () => {
    const start = (): unknown => parseSettings({ JWT_SECRET, DB_HOST: 'db', DB_NAME: 'x' })
    expect(start).toThrow(/DATABASE_URL is required\nAlso:\n {2}DB_HOST is not a setting/)
  })

  it('keep their meaning where another one is dangerous: API_KEY', () => {
    const [key] = read({ API_KEYS: '["a,key"]' })['API_KEYS'] as readonly unknown[]
    expect(read({ API_KEY: 'a,key' })['API_KEYS']).toEqual([key])
    expect(read({ API_KEY: 'other', API_KEYS: '["a,key"]' })['API_KEYS']).toEqual([key])
    expect(problemsOf({ ...strict, API_KEY: 'short' }).map(({ name }) => name)).toEqual([
      'API_KEYS'
    ])
  })

  it.each(['false', 'No', '0'])(
    'keep their meaning where another one is dangerous: REDIS_ENABLED=%s',
    REDIS_ENABLED => {
      const redis = { REDIS_URL: 'redis://r', REDIS_SENTINELS: 'a:1' }
      expect(read({ ...redis, REDIS_ENABLED: 'true' })).toMatchObject({ REDIS_URL: 'redis://r' })
      expect(read({ ...redis, REDIS_ENABLED, KUYBI_REDIS_URL: 'redis://k' })).toMatchObject({
        REDIS_SENTINELS: [],
        KUYBI_REDIS_URL: 'redis://k'
      })
      expect(read({ ...redis, REDIS_ENABLED })).not.toHaveProperty('REDIS_URL', 'redis://r')
    }
  )
})
