import request from 'supertest'
import { storyRequest } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

/**
 * The assertions of the Python service's own tests, in other words, and what its framework did for every
 * client. What differs on purpose is in docs/versions/migrating-from-python.md.
 */
const open = useService({ REQUIRE_AUTHENTICATION: 'false' })
const secured = useService({ API_KEYS: 'test-secret' })

const story = { keywords: ['ninja', 'toad'], genre: 'fantasy', tone: 'humorous' }
const send = (url: string, body: object): request.Test =>
  request(url).post('/api/v1/generate').send(body)

describe('A test of the Python service', () => {
  it('finds the service healthy, with a version', async () => {
    const { status, body } = await request(open.url).get('/api/v1/health')
    expect([status, body.status]).toEqual([200, 'ok'])
    expect(body).toHaveProperty('version')
  })

  it('is welcomed at the root, where more fields are new', async () => {
    const { status, body } = await request(open.url).get('/')
    expect([status, body.message]).toEqual([200, 'Welcome to Jiraiya Service 🐸'])
  })

  it('gets a story without a key where none is required', async () => {
    const { status, body } = await send(open.url, story)
    expect(status).toBe(200)
    expect(body).toMatchObject({ title: expect.any(String), keywords_used: expect.any(Array) })
    expect(body.content).toContain('ninja')
  })

  it.each([
    ['no keywords', { ...story, keywords: [] }],
    ['an unknown tone', { ...story, tone: 'invalid_tone_xyz' }],
    ['a minimum above the maximum', { ...story, min_length: 1000, max_length: 500 }],
    ['a maximum above 2000', { ...story, max_length: 5000 }]
  ])('gets 400, where it was 422, for %s', async (_, body) => {
    const { status, text } = await send(open.url, body)
    expect(status).toBe(400)
    expect(text.toLowerCase()).toContain('validation')
  })

  it('gets 401 with the same text without a key', async () => {
    const { status, body } = await send(secured.url, story)
    expect([status, body.detail]).toEqual([401, 'Could not validate credentials'])
  })

  it('gets 401 with a wrong key, and a story with the right one', async () => {
    const wrong = await send(secured.url, story).set('X-API-Key', 'wrong-secret')
    const right = await send(secured.url, story).set('X-API-KEY', 'test-secret')
    expect([wrong.status, right.status]).toEqual([401, 200])
    expect(right.body).toHaveProperty('title')
  })
})

describe('POST /generate', () => {
  const post = (path: string, headers: Readonly<Record<string, string>>, body: object) =>
    fetch(`${secured.url}${path}`, {
      method: 'POST',
      headers: { 'X-API-Key': 'test-secret', ...headers },
      // Bytes have no content type of their own.
      body: new TextEncoder().encode(JSON.stringify(body))
    })

  it.each([
    ['no content type', {}],
    ['text/plain', { 'Content-Type': 'text/plain' }],
    ['text/plain and a charset', { 'Content-Type': 'text/plain; charset=utf-8' }],
    ['a +json type', { 'Content-Type': 'application/vnd.kuybi.v1+json' }]
  ])('reads JSON with %s', async (_, headers) => {
    const response = await post('/api/v1/generate', headers, storyRequest())
    expect([response.status, await titleOf(response)]).toEqual([200, expect.any(String)])
  })

  it('does not read JSON with another type, nor any other route without one', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await post('/api/v1/generate', form, storyRequest())).status).toBe(415)
    expect((await post('/api/v1/stories', {}, storyRequest())).status).toBe(415)
  })

  it('takes keywords of 200 characters, which can be read and found afterwards', async () => {
    const long = 's'.padStart(200, 'tower ')
    const headers = { 'Content-Type': 'application/json' }
    const body = storyRequest({ keywords: [long, 'fox'] })
    const response = await post('/api/v1/generate', headers, body)
    expect(response.status).toBe(200)
    const { id } = (await response.json()) as { readonly id: string }
    const list = await request(secured.url)
      .get('/api/v1/stories')
      .set('X-API-Key', 'test-secret')
      .query({ keyword: long })
    expect(list.body.data.results).toMatchObject([{ id, keywords: [long, 'fox'] }])
  })
})

describe('A trailing slash', () => {
  it.each(['/api/v1/generate/', '/api/v1/generate'])('is ignored (%s)', async path => {
    const response = await request(secured.url)
      .post(path)
      .set('X-API-Key', 'test-secret')
      .send(story)
    expect(response.status).toBe(200)
  })

  it('is ignored on other routes too, and methods are known there', async () => {
    for (const path of ['/api/health/', '/metrics/', '/api/docs/', '/studio/', '/docs/']) {
      const { status } = await request(open.url).get(path).redirects(1)
      expect([path, status]).toEqual([path, 200])
    }
    const { status, headers } = await request(open.url).get('/api/v1/generate/')
    expect([status, headers['allow']]).toEqual([405, 'POST'])
  })
})

async function titleOf(response: Response): Promise<unknown> {
  const { title } = (await response.json()) as { readonly title?: unknown }
  return title
}
