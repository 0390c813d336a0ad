import request from 'supertest'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { bookIn, bookRequest, createBook, postBook } from '../../harness/books/books.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ WORKER_INLINE: 'true', OPENAI_MAX_RETRIES: '0' })
const ledger = new LedgerReader(() => service.app)

const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0
const get = (path: string) => request(service.url).get(`/api/v1${path}`).set('X-API-Key', testKey)

describe('A book', () => {
  it('is planned and written section by section, within 3 % of its length', async () => {
    await ledger.clear()
    const created = await postBook(service.url).expect(202)
    const { id, state, title, progress } = created.body.data
    expect(created.headers['location']).toBe(`/api/v1/books/${id}`)
    expect({ state, title, writing: progress.writing }).toEqual({
      state: 'running',
      title: null,
      writing: true
    })
    const book = await bookIn(service.url, id, 'completed')
    expect(book.outline).toHaveLength(3)
    expect(book.sections.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(Math.abs(book.progress.words - 2000)).toBeLessThanOrEqual(60)
    expect(book.progress.writing).toBe(false)
    const text = book.sections.map(({ content }) => content.toLowerCase()).join('\n')
    expect(text).toMatch(/lantern/)
    expect(text).toMatch(/harbour/)
    expect(chats()).toBe(4)
    expect(await ledger.disagreements()).toEqual([])
    expect(book.costUsd).toBeCloseTo((await ledger.ended()).cost, 9)
  })

  it('gives each section the outline, the codex and the end of the section before', async () => {
    const book = await bookIn(service.url, await createBook(service.url), 'completed')
    const orders = service.simulator.requests().flatMap(({ path, body }) => {
      if (!path.endsWith('/chat/completions')) return []
      const { messages } = body as { readonly messages: readonly { readonly content: string }[] }
      return [JSON.parse(messages[1]?.content ?? '') as Readonly<Record<string, unknown>>]
    })
    expect(orders.map(({ task, section, last }) => [task, section, last])).toEqual([
      ['plan', undefined, undefined],
      ['write', 1, false],
      ['write', 2, false],
      ['write', 3, true]
    ])
    const { outline, codex } = book
    const [, before] = book.sections
    expect(orders[3]).toMatchObject({ book: book.title, outline, codex, covers: [outline[2]] })
    expect(before?.content.endsWith(String(orders[3]?.['before']))).toBe(true)
    expect(orders[1]).toMatchObject({ before: '', keywords: ['lantern'] })
  })

  it('is created once for an Idempotency-Key', async () => {
    const first = await postBook(service.url).set('Idempotency-Key', 'one-book').expect(202)
    const second = await postBook(service.url).set('Idempotency-Key', 'one-book').expect(202)
    expect(second.body.data.id).toBe(first.body.data.id)
    expect(second.headers['idempotency-replayed']).toBe('true')
    const other = bookRequest({ words: 2100 })
    await postBook(service.url, other).set('Idempotency-Key', 'one-book').expect(422)
    await bookIn(service.url, first.body.data.id, 'completed')
  })

  it('refuses lengths that it is not for', async () => {
    for (const words of [1999, 20_001, 'many', undefined]) {
      const { body } = await postBook(service.url, bookRequest({ words })).expect(400)
      expect(body.error.details.validation_errors[0].field).toBe('words')
    }
  })

  it('belongs to its owner', async () => {
    const id = await createBook(service.url)
    const stranger = { Authorization: `Bearer ${userToken({ sub: 'stranger' })}` }
    await request(service.url).get(`/api/v1/books/${id}`).set(stranger).expect(404)
    await request(service.url).delete(`/api/v1/books/${id}`).set(stranger).expect(404)
    await request(service.url).post(`/api/v1/books/${id}/pause`).set(stranger).expect(404)
    await get('/books/no-uuid').expect(404)
    expect((await bookIn(service.url, id, 'completed')).id).toBe(id)
  })
})
