import { randomUUID } from 'node:crypto'
import { Database } from '#core/database/database.js'
import { aStory, call, createStory, keepStories } from '../../harness/fixtures/stories.js'
import { onlyPage, testKey } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
const headers = { 'X-API-Key': testKey }
let owner: string

const day = (number: number, time = '12:00:00.000Z'): Date => new Date(`2026-10-0${number}T${time}`)
const alpha = aStory({ title: 'Alpha', wordCount: 30, createdAt: day(1), keywords: ['fox', 'Owl'] })
const beta = aStory({ title: 'Beta', wordCount: 10, createdAt: day(2), tone: 'dark' })
const gamma = aStory({
  title: 'Gamma',
  wordCount: 20,
  createdAt: day(3, '23:59:59.999Z'),
  genre: 'fairy tale',
  audience: 'children',
  language: 'pt-BR',
  keywords: ['foxes']
})
const delta = aStory({ title: 'Delta', wordCount: 20, createdAt: day(4, '00:00:00.000Z') })

beforeAll(async () => {
  const { body } = await call(service, 'post', '/api/v1/auth/validate', headers)
  owner = body.data.owner
  await keepStories(service, owner, [alpha, beta, gamma, delta])
  await keepStories(service, 'user:somebody-else', [aStory({ title: 'Not yours' })])
})

async function titles(query: string): Promise<readonly string[]> {
  const { status, body } = await call(service, 'get', `/api/v1/stories?${query}`, headers)
  expect(status).toBe(200)
  return body.data.results.map(({ title }: { title: string }) => title)
}

describe('GET /api/v1/stories', () => {
  it('returns the stories of the owner, newest first, with all their fields', async () => {
    const { body } = await call(service, 'get', '/api/v1/stories', headers)
    const { results, ...rest } = body.data
    expect(rest).toEqual({
      total: 4,
      pagination: onlyPage
    })
    expect(results.map(({ id }: { id: string }) => id)).toEqual(
      [delta, gamma, beta, alpha].map(({ id }) => id)
    )
    const read = await call(service, 'get', `/api/v1/stories/${gamma.id}`, headers)
    expect(results[1]).toEqual(read.body.data)
  })

  it.each([
    ['sortBy=title&sortOrder=ASC', ['Alpha', 'Beta', 'Delta', 'Gamma']],
    ['sortBy=title', ['Gamma', 'Delta', 'Beta', 'Alpha']],
    ['sortOrder=asc', ['Alpha', 'Beta', 'Gamma', 'Delta']],
    ['sortBy=wordCount&sortOrder=ASC&limit=1', ['Beta']],
    ['genre=fable', ['Delta', 'Beta', 'Alpha']],
    ['genre=%20fairy%20%20tale', ['Gamma']],
    ['tone=Dark', ['Beta']],
    ['audience=children', ['Gamma']],
    ['language=PT-br', ['Gamma']],
    ['keyword=fox', ['Delta', 'Beta', 'Alpha']],
    ['keyword=Owl', ['Alpha']],
    ['keyword=owl', []],
    ['keyword=%EF%BC%A6%EF%BC%AF%EF%BC%B8', []],
    ['createdFrom=2026-10-02T12:00:00Z', ['Delta', 'Gamma', 'Beta']],
    ['createdTo=2026-10-02T12:00:00.000Z', ['Beta', 'Alpha']],
    ['createdTo=2026-10-03', ['Gamma', 'Beta', 'Alpha']],
    ['createdFrom=2026-10-02&createdTo=2026-10-03', ['Gamma', 'Beta']],
    ['createdFrom=2026-10-01T14:00:00%2B02:00&createdTo=2026-10-01', ['Alpha']],
    ['keyword=fox&tone=dark&genre=fable', ['Beta']],
    ['keyword=fox&audience=children', []]
  ])('%s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected)
  })

  it('paginates without losing or repeating a story in any order', async () => {
    for (const sortBy of ['createdAt', 'title', 'wordCount']) {
      for (const sortOrder of ['ASC', 'DESC']) {
        const query = `sortBy=${sortBy}&sortOrder=${sortOrder}`
        const pages = [1, 2, 3, 4].map(page => titles(`${query}&limit=1&page=${page}`))
        expect((await Promise.all(pages)).flat()).toEqual(await titles(query))
      }
    }
  })

  describe('by cursor', () => {
    async function list(query: string) {
      const { status, body } = await call(service, 'get', `/api/v1/stories?${query}`, headers)
      expect(status).toBe(200)
      return body.data
    }

    it.each(
      ['createdAt', 'title', 'wordCount'].flatMap(sortBy =>
        ['ASC', 'DESC'].map(sortOrder => `sortBy=${sortBy}&sortOrder=${sortOrder}`)
      )
    )('returns every story once, with page numbers (%s)', async query => {
      const found: string[] = []
      let cursor = ''
      for (let page = 1; page <= 4; page++) {
        const { results, total, pagination } = await list(`${query}&limit=1${cursor}`)
        found.push(results[0].title)
        expect({ total, ...pagination }).toMatchObject({ total: 4, page, totalPages: 4 })
        cursor = `&cursor=${pagination.nextCursor}`
      }
      expect(found).toEqual(await titles(query))
      expect(cursor).toBe('&cursor=null')
    })

    it('applies its filters to every page', async () => {
      const query = 'genre=fable&limit=2'
      const { results, pagination } = await list(query)
      const rest = await list(`${query}&cursor=${pagination.nextCursor}`)
      expect([...results, ...rest.results].map(({ title }) => title)).toEqual([
        'Delta',
        'Beta',
        'Alpha'
      ])
      expect(rest.pagination.nextCursor).toBeNull()
    })

    it('neither repeats nor omits a story when others are created and deleted', async () => {
      const user = { Authorization: `Bearer ${userToken({ sub: 'busy' })}` }
      const path = '/api/v1/stories'
      const stories = [1, 2, 3, 4].map(number => aStory({ createdAt: day(number) }))
      const [first, second, third, fourth] = stories.map(({ id }) => id)
      await keepStories(service, 'user:busy', stories)
      const { body } = await call(service, 'get', path, user).query({ limit: 2 })
      expect(body.data.results).toMatchObject([{ id: fourth }, { id: third }])
      await keepStories(service, 'user:busy', [aStory({ createdAt: day(5) })])
      await call(service, 'delete', `${path}/${third}`, user).expect(204)
      const { nextCursor: cursor } = body.data.pagination
      const rest = await call(service, 'get', path, user).query({ limit: 2, cursor })
      expect(rest.body.data.results).toMatchObject([{ id: second }, { id: first }])
    })

    it('rejects a cursor of another list, and one beside a page', async () => {
      const { pagination } = await list('limit=1&sortBy=title')
      const cursor = `cursor=${pagination.nextCursor}`
      for (const [query, field] of [
        [cursor, 'cursor'],
        [`${cursor}&sortBy=wordCount`, 'cursor'],
        [`${cursor}&sortBy=title&sortOrder=ASC`, 'cursor'],
        [`${cursor}&sortBy=title&genre=fable`, 'cursor'],
        [`${cursor}&sortBy=title&page=2`, 'page']
      ] as const) {
        const { status, body } = await call(service, 'get', `/api/v1/stories?${query}`, headers)
        expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
        expect(body.error.details.validation_errors).toMatchObject([{ field }])
      }
    })
  })

  it('returns an empty page after the last one, with the total', async () => {
    const { body } = await call(service, 'get', '/api/v1/stories?page=9&limit=3', headers)
    expect(body.data).toEqual({
      results: [],
      total: 4,
      pagination: {
        page: 9,
        limit: 3,
        totalPages: 2,
        totalIsLowerBound: false,
        nextCursor: null
      }
    })
  })

  it.each([
    ['page', '0'],
    ['page', '-1'],
    ['page', '1.5'],
    ['page', 'many'],
    ['page', ''],
    ['page', '99999999999999999999'],
    ['limit', '0'],
    ['limit', '101'],
    ['cursor', ''],
    ['cursor', 'bm9uc2Vuc2U'],
    ['cursor', 'WzEsMl0'],
    ['cursor', '-'.repeat(2049)],
    ['sortBy', 'owner'],
    ['sortOrder', 'up'],
    ['genre', 'ab'],
    ['genre', 'x'.repeat(51)],
    ['tone', 'angry'],
    ['audience', 'cats'],
    ['language', 'not a tag'],
    ['keyword', ''],
    ['keyword', 'x'.repeat(201)],
    ['createdFrom', 'yesterday'],
    ['createdFrom', '2026-02-30'],
    ['createdTo', '2026-10-01T25:00:00Z'],
    ['owner', 'user:somebody-else']
  ])('rejects %s=%s and reports its name', async (field, value) => {
    const { status, body } = await call(service, 'get', '/api/v1/stories', headers).query({
      [field]: value
    })
    expect(status).toBe(400)
    expect(body.error.details.validation_errors).toEqual([
      expect.objectContaining({ field, messages: [expect.any(String)] })
    ])
  })

  it.each(['%00', '%ED%A0%80', 'fox%00', '%FF%FE', '%F0%9F', "'--", '%5C', '%7B%22'])(
    'accepts %s in any parameter without an internal error',
    async value => {
      for (const field of fields) {
        const { status } = await call(service, 'get', `/api/v1/stories?${field}=${value}`, headers)
        expect({ field, isFine: status === 200 || status === 400 }).toEqual({ field, isFine: true })
      }
    }
  )
})

const fields = [
  'page',
  'limit',
  'sortBy',
  'sortOrder',
  'genre',
  'tone',
  'audience',
  'language',
  'keyword',
  'createdFrom',
  'createdTo',
  'x%00'
]

describe('A story that does not exist', () => {
  it.each([
    ['unknown', randomUUID(), 404],
    ['no id', 'nonsense', 404],
    ['half an id', alpha.id.slice(0, 18), 404],
    ['an id and more', `${alpha.id}0`, 404],
    ['an id in braces', `%7B${alpha.id}%7D`, 404],
    ['NUL', '%00', 404],
    ['an id and NUL', `${alpha.id}%00`, 404],
    ['an SQL fragment', "'%20OR%20''='", 404],
    ['a number', '1', 404],
    // An invalid URL returns 404, as at every address.
    ['a lone surrogate', '%ED%A0%80', 400]
  ])('returns 404 (%s)', async (_, id, expected) => {
    for (const method of ['get', 'delete'] as const) {
      const { status } = await call(service, method, `/api/v1/stories/${id}`, headers)
      expect(status).toBe(expected)
    }
  })
})

describe('DELETE /api/v1/stories/:id', () => {
  it('returns 204 without a body, and the story is deleted', async () => {
    const { body } = await createStory(service, headers)
    const path = `/api/v1/stories/${body.data.id}`
    const { status, text } = await call(service, 'delete', path, headers)
    expect([status, text]).toEqual([204, ''])
    for (const method of ['get', 'delete'] as const) {
      const gone = await call(service, method, path, headers)
      expect([gone.status, gone.body.error.code]).toEqual([404, 'NOT_FOUND'])
    }
  })

  it('is recorded once in the audit log, with the id and without the text', async () => {
    const story = aStory({ title: 'Deleted soon' })
    await keepStories(service, owner, [story])
    const path = `/api/v1/stories/${story.id}`
    await Promise.all([1, 2, 3].map(() => call(service, 'delete', path, headers)))
    const events = await service.app
      .get(Database)
      .queries.selectFrom('audit_events')
      .selectAll()
      .where('target', '=', story.id)
      .execute()
    expect(events).toEqual([
      expect.objectContaining({
        action: 'story_deleted',
        owner,
        actor_kind: 'api-key',
        details: {}
      })
    ])
  })

  it('accepts any spelling of the id', async () => {
    const story = aStory()
    await keepStories(service, owner, [story])
    const path = `/api/v1/stories/${story.id.toUpperCase()}`
    expect((await call(service, 'get', path, headers)).body.data.id).toBe(story.id)
    expect((await call(service, 'delete', path, headers)).status).toBe(204)
  })
})
