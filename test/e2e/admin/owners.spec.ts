import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import {
  aStory,
  call,
  createStory,
  keepStories,
  keyEntry,
  type Headers
} from '../../harness/fixtures/stories.js'
import { testKey } from '../../harness/fixtures/requests.js'
import {
  issuedToken,
  serviceSecret,
  serviceToken,
  tokenSecret,
  userToken
} from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const backendKey = 'a-key-of-the-tests-that-may-act-for-users'
const adminKey = 'a-key-of-the-tests-that-may-do-anything'

const service = useService({
  API_KEYS: JSON.stringify([
    keyEntry('tests', testKey, ['stories']),
    keyEntry('backend', backendKey, ['stories', 'act-as']),
    keyEntry('admin', adminKey, ['admin'])
  ]),
  SERVICE_JWT_SECRET: serviceSecret,
  SERVICE_SCOPES: '{"kuybi":["stories","act-as"]}',
  TOKEN_SECRET: tokenSecret
})

const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` })
const admin: Headers = { 'X-API-Key': adminKey }

/** One caller of each kind; each is another owner. */
const callers: readonly (readonly [owner: string, headers: Headers])[] = [
  ['key:tests', { 'X-API-Key': testKey }],
  ['key:backend', { 'X-API-Key': backendKey }],
  ['user:ann', bearer(userToken({ sub: 'ann' }))],
  ['user:ben', bearer(issuedToken({ sub: 'ben' }))],
  ['user:cat', { 'X-API-Key': backendKey, 'X-User-ID': 'cat' }],
  ['service:kuybi', bearer(serviceToken())],
  ['user:dan', { ...bearer(serviceToken()), 'X-User-ID': 'dan' }],
  // Owners with the same name and different kinds.
  ['user:tests', bearer(userToken({ sub: 'tests' }))],
  ['user:key:tests', bearer(userToken({ sub: 'key:tests' }))]
]

describe('The story of another owner', () => {
  const ids = new Map<string, string>()

  beforeAll(async () => {
    for (const [owner, headers] of callers) {
      const { body } = await createStory(service, headers)
      ids.set(owner, body.data.id)
    }
  })

  it.each(callers)('does not exist for %s, for any operation', async (owner, headers) => {
    const own = ids.get(owner)
    const nobodys = await call(service, 'get', `/api/v1/stories/${randomUUID()}`, headers)
    for (const id of [...ids.values()].filter(one => one !== own)) {
      const path = `/api/v1/stories/${id}`
      for (const method of ['get', 'delete'] as const) {
        const { status, body } = await call(service, method, path, headers)
        expect([status, body.message]).toEqual([404, nobodys.body.message])
      }
    }
    const { body } = await call(service, 'get', '/api/v1/stories', headers)
    expect(body.data.results.map((story: { id: string }) => story.id)).toEqual([own])
    expect(body.data.total).toBe(1)
  })

  it('still exists for its owner', async () => {
    for (const [owner, headers] of callers) {
      const { status } = await call(service, 'get', `/api/v1/stories/${ids.get(owner)}`, headers)
      expect({ owner, status }).toEqual({ owner, status: 200 })
    }
  })

  it('is readable for clients that act for its owner, and for the owner', async () => {
    const path = `/api/v1/stories/${ids.get('user:cat')}`
    for (const headers of [
      bearer(userToken({ sub: 'cat' })),
      { ...bearer(serviceToken()), 'X-User-ID': 'cat' }
    ]) {
      expect((await call(service, 'get', path, headers)).status).toBe(200)
    }
  })

  it('is replayed only for an Idempotency-Key of its owner', async () => {
    const keyed = { 'Idempotency-Key': 'the-same-for-all' }
    const answers = []
    for (const [, headers] of callers) {
      answers.push((await createStory(service, { ...headers, ...keyed })).body.data.id)
    }
    expect(new Set(answers).size).toBe(callers.length)
  })

  it('requires the scope stories, which a key for admins does not have', async () => {
    for (const headers of [admin, {}]) {
      const { status } = await call(
        service,
        'get',
        `/api/v1/stories/${ids.get('user:ann')}`,
        headers
      )
      expect(status).toBe('X-API-Key' in headers ? 403 : 401)
    }
  })
})

describe('The data of an owner', () => {
  const erase = '/api/v1/admin/owners'

  it.each(callers)('can be exported and erased by admins only (%s)', async (owner, headers) => {
    const exported = await call(service, 'get', `${erase}/${owner}/export`, headers)
    const erased = await call(service, 'delete', `${erase}/${owner}`, headers)
    expect([exported.status, erased.status]).toEqual([403, 403])
  })

  it.each([
    'nobody',
    'user:',
    'group:x',
    'user:a%20b',
    'user:%00',
    `user:${'x'.repeat(129)}`,
    'USER:x'
  ])('requires a valid owner (%s)', async owner => {
    for (const answer of [
      await call(service, 'get', `${erase}/${owner}/export`, admin),
      await call(service, 'delete', `${erase}/${owner}`, admin)
    ]) {
      expect(answer.status).toBe(400)
      expect(answer.body.error.details.validation_errors).toEqual([
        expect.objectContaining({ field: 'owner', messages: [expect.any(String)] })
      ])
    }
  })

  it('is exported page by page, each story once, and the audit log records it', async () => {
    const owner = 'user:many'
    // Some have one time, so that their order is that of their ids.
    const createdAt = (at: number): Date => new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 60)))
    const stories = Array.from({ length: 205 }, (_, at) => aStory({ createdAt: createdAt(at) }))
    await keepStories(service, owner, stories)
    const found: string[] = []
    let pages = 0
    let next: string | null = null
    do {
      const query: string = next === null ? '' : `?cursor=${next}`
      const { status, body } = await call(service, 'get', `${erase}/${owner}/export${query}`, admin)
      expect([status, body.data.owner]).toEqual([200, owner])
      expect(body.data.stories.length).toBeLessThanOrEqual(100)
      found.push(...body.data.stories.map(({ id }: { id: string }) => id))
      // The deletion of the last story of a batch does not stop the export.
      if (pages++ === 0) {
        const { queries } = service.app.get(Database)
        await queries
          .deleteFrom('stories')
          .where('id', '=', found.at(-1) ?? '')
          .execute()
      }
      next = body.data.nextCursor as string | null
    } while (next !== null)
    expect(pages).toBe(3)
    expect(found.toSorted()).toEqual(stories.map(({ id }) => id).toSorted())
    expect(await audited(owner)).toEqual(Array(3).fill('owner_exported by admin'))
  })

  it('is empty for an unknown owner', async () => {
    const { body } = await call(service, 'get', `${erase}/user:nobody/export`, admin)
    expect(body.data).toMatchObject({ stories: [], nextCursor: null })
    const erased = await call(service, 'delete', `${erase}/user:nobody`, admin)
    expect(erased.body.data).toEqual({ owner: 'user:nobody', storiesDeleted: 0 })
  })

  it.each(['nonsense', '', '%00'])('cannot be exported after %j', async cursor => {
    const path = `${erase}/user:many/export?cursor=${cursor}`
    const { status, body } = await call(service, 'get', path, admin)
    expect([status, body.error.details.validation_errors[0].field]).toEqual([400, 'cursor'])
  })

  it('is erased from every table, without the data of other owners', async () => {
    const headers = bearer(userToken({ sub: 'erased' }))
    const other = bearer(userToken({ sub: 'other' }))
    const words = { keywords: ['zanzibarcanary'], genre: 'quixoticcanary' }
    const keyed = { 'Idempotency-Key': randomUUID() }
    await createStory(service, { ...headers, ...keyed }, words)
    const { body } = await createStory(service, headers, words)
    await createStory(service, other)
    const { title, summary, content } = body.data
    const texts = ['zanzibarcanary', 'quixoticcanary', title, summary, content.slice(0, 40)]
    expect(await tablesWith('zanzibarcanary')).toEqual(['stories'])

    const erased = await call(service, 'delete', `${erase}/user:erased`, admin)
    expect(erased.body.data).toEqual({ owner: 'user:erased', storiesDeleted: 2 })
    expect(await tablesWith('zanzibarcanary')).toEqual([])
    const { queries } = service.app.get(Database)
    for (const table of ['stories', 'idempotency_keys'] as const) {
      const rows = await queries.selectFrom(table).select('owner').execute()
      expect(rows).not.toContainEqual({ owner: 'user:erased' })
    }
    for (const text of texts) {
      const exported = await call(service, 'get', `${erase}/user:erased/export`, admin)
      expect(exported.text).not.toContain(text)
    }
    expect((await call(service, 'get', '/api/v1/stories', headers)).body.data.total).toBe(0)
    expect((await call(service, 'get', '/api/v1/stories', other)).body.data.total).toBe(1)
    expect(await audited('user:erased')).toContain('owner_erased by admin')
    // The cost stays in the ledger.
    const ledger = queries.selectFrom('ledger_entries').where('owner', '=', 'user:erased')
    expect((await ledger.select('id').execute()).length).toBeGreaterThan(0)
  })

  it('contains no text of a deleted story in any table', async () => {
    const headers = bearer(userToken({ sub: 'deleter' }))
    const words = { keywords: ['marmaladecanary'], genre: 'fable' }
    const { body } = await createStory(service, { ...headers, 'Idempotency-Key': 'once' }, words)
    await call(service, 'delete', `/api/v1/stories/${body.data.id}`, headers)
    expect(await tablesWith('marmaladecanary')).toEqual([])
    const again = await createStory(service, { ...headers, 'Idempotency-Key': 'once' }, words)
    expect(again.status).toBe(404)
  })
})

async function audited(owner: string): Promise<readonly string[]> {
  const rows = await service.app
    .get(Database)
    .queries.selectFrom('audit_events')
    .select(['action', 'actor'])
    .where('owner', '=', owner)
    .where('actor', '=', 'admin')
    .execute()
  return rows.map(({ action, actor }) => `${action} by ${actor}`)
}

/** The tables that hold a text in any column of any kind. */
async function tablesWith(text: string): Promise<readonly string[]> {
  const { queries } = service.app.get(Database)
  const tables = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`.execute(queries)
  expect(tables.rows.length).toBeGreaterThan(6)
  const holding: string[] = []
  for (const { name } of tables.rows) {
    const found = await sql`
      SELECT 1 FROM ${sql.table(name)} AS kept
      WHERE position(lower(${text}) IN lower(kept::text)) > 0 LIMIT 1`.execute(queries)
    if (found.rows.length > 0) holding.push(name)
  }
  return holding
}
