import request from 'supertest'
import { sql } from 'kysely'
import type { Owner } from '#core/access/principal.js'
import { Database } from '#core/database/database.js'
import { EraseOwnerService } from '#modules/stories/library/erase-owner.service.js'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { bookIn, bookWhen, createBook, readBook } from '../../harness/books/books.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { eventually } from '../../harness/service/instances.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ WORKER_INLINE: 'true', OPENAI_MAX_RETRIES: '0' })
const ledger = new LedgerReader(() => service.app)

const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0
const post = (path: string) => request(service.url).post(`/api/v1${path}`).set('X-API-Key', testKey)
const patch = (path: string, body: object) =>
  request(service.url).patch(`/api/v1${path}`).set('X-API-Key', testKey).send(body)
const remove = (path: string) =>
  request(service.url).delete(`/api/v1${path}`).set('X-API-Key', testKey)
const rowsIn = async (table: string): Promise<number> => {
  const { rows } = await sql<{ readonly count: number }>`
    SELECT count(*)::integer AS count FROM ${sql.table(table)}`.execute(
    service.app.get(Database).queries
  )
  return rows[0]?.count ?? 0
}

/** A book that is paused after its first section, because the second one waits for the provider. */
async function pausedBook(): Promise<string> {
  service.simulator.setFaults([{ fault: 'held', section: 2 }])
  const id = await createBook(service.url)
  await service.simulator.waitFor(({ faults }) => faults.held === 1)
  await post(`/books/${id}/pause`).expect(200)
  service.simulator.setFaults([])
  await bookWhen(service.url, id, ({ progress }) => !progress.writing)
  return id
}

describe('A paused book', () => {
  it('keeps the section that was being written, can be changed, and is resumed', async () => {
    const id = await pausedBook()
    const paused = await readBook(service.url, id)
    expect(paused).toMatchObject({ state: 'paused', progress: { sections: 2 } })
    const calls = chats()

    const codex = [{ kind: 'person', name: 'Mara', facts: ['is 51 years old'] }]
    const events = 'Everything ends well.'
    const outline = paused.outline.map(({ title }) => ({ title, events }))
    await patch(`/books/${id}`, { title: 'Another title', codex, outline }).expect(200)
    const content = `${'The lantern burned all night. '.repeat(120)}Then it went out.`
    const edited = await patch(`/books/${id}/sections/2`, { content }).expect(200)
    expect(edited.body.data.sections[1]).toMatchObject({ content, words: 604, edited: true })
    expect(chats()).toBe(calls)

    await post(`/books/${id}/resume`).expect(200)
    const book = await bookIn(service.url, id, 'completed')
    expect(book).toMatchObject({ title: 'Another title', codex, outline })
    expect(book.sections[1]?.content).toBe(content)
    expect(Math.abs(book.progress.words - 2000)).toBeLessThanOrEqual(60)
    const order = JSON.stringify(service.simulator.requests().at(-1)?.body)
    expect(order).toContain('Then it went out.')
    expect(order).toContain(events)
    await post(`/books/${id}/resume`).expect(409)
    await post(`/books/${id}/pause`).expect(409)
    await patch(`/books/${id}`, { title: 'Too late' }).expect(409)
  })

  it('continues if it is resumed while its section is still being written', async () => {
    service.simulator.setFaults([{ fault: 'held', section: 2 }])
    const id = await createBook(service.url)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const paused = await post(`/books/${id}/pause`).expect(200)
    expect(paused.body.data).toMatchObject({ state: 'paused', progress: { writing: true } })
    const resumed = await post(`/books/${id}/resume`).expect(200)
    expect(resumed.body.data.state).toBe('running')
    service.simulator.setFaults([])
    expect((await bookIn(service.url, id, 'completed')).sections).toHaveLength(3)
  })

  it('refuses changes that do not fit', async () => {
    const id = await pausedBook()
    const bad = [
      { outline: [{ title: 'One', events: 'Only one part.' }] },
      { outline: [{ title: 'One', events: '' }] },
      { outline: 'none' },
      { codex: [{ kind: 'ship', name: 'Gull', facts: [] }] },
      { codex: [{ kind: 'person', name: 'Mara', facts: 'none' }] },
      {
        codex: [{ kind: 'person', name: 'Mara', facts: Array.from({ length: 11 }, () => 'is old') }]
      },
      { codex: [{ kind: 'person', name: 'Mara', facts: [3] }] },
      { codex: [null] },
      { codex: [{ kind: 'person', name: 'Mara', facts: [], age: 3 }] },
      { codex: Array.from({ length: 41 }, () => ({ kind: 'person', name: 'Mara', facts: [] })) },
      { title: 'x' }
    ]
    for (const body of bad) await patch(`/books/${id}`, body).expect(400)
    await patch(`/books/${id}/sections/1`, { content: '' }).expect(400)
    await patch(`/books/${id}/sections/1`, {}).expect(400)
    await patch(`/books/${id}/sections/9`, { content: 'Nothing.' }).expect(404)
    await patch(`/books/${id}/sections/none`, { content: 'Nothing.' }).expect(404)
    expect((await readBook(service.url, id)).title).not.toBeNull()
    await remove(`/books/${id}`).expect(204)
  })
})

describe('A running book', () => {
  it('refuses changes', async () => {
    service.simulator.setFaults([{ fault: 'held' }])
    const id = await createBook(service.url)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const unplanned = await patch(`/books/${id}`, { title: 'Another title' }).expect(409)
    expect(unplanned.body.error.code).toBe('BOOK_NOT_PAUSED')
    service.simulator.setFaults([{ fault: 'held', section: 2 }])
    await bookWhen(service.url, id, ({ progress }) => progress.sections === 1)
    await patch(`/books/${id}`, { title: 'Another title' }).expect(409)
    await patch(`/books/${id}/sections/1`, { content: 'Another text.' }).expect(409)
    service.simulator.setFaults([])
    await bookIn(service.url, id, 'completed')
    await patch(`/books/${id}/sections/1`, { content: 'Another text.' }).expect(200)
  })

  it('fails with the error of its step, keeps what is written, and is resumed', async () => {
    await ledger.clear()
    service.simulator.setFaults([{ fault: 'refusal', section: 2 }])
    const id = await createBook(service.url)
    const failed = await bookIn(service.url, id, 'failed')
    expect(failed).toMatchObject({ error: { code: 'AI_REFUSED' }, progress: { sections: 1 } })
    service.simulator.setFaults([])
    await post(`/books/${id}/resume`).expect(200)
    const book = await bookIn(service.url, id, 'completed')
    expect(book.error).toBeNull()
    expect(book.sections[0]).toEqual(failed.sections[0])
    expect(await ledger.disagreements()).toEqual([])
  })

  it('is planned again if an answer holds no plan, and fails if the next one does not', async () => {
    service.simulator.setFaults([{ fault: 'off-schema', on: 'plan', times: 1 }])
    await bookIn(service.url, await createBook(service.url), 'completed')
    await ledger.clear()
    service.simulator.setFaults([{ fault: 'off-schema', on: 'plan' }])
    const failed = await bookIn(service.url, await createBook(service.url), 'failed')
    expect(failed).toMatchObject({ title: null, costUsd: 0 })
    expect(await ledger.disagreements()).toEqual([])
  })

  it('writes a section again after a failure that may pass', async () => {
    service.simulator.setFaults([{ fault: 'status-500', section: 2, times: 1 }])
    const id = await createBook(service.url)
    expect((await bookIn(service.url, id, 'completed')).sections).toHaveLength(3)
  })
})

describe('A deleted book', () => {
  it('aborts its section, and takes its sections and their stories with it', async () => {
    service.simulator.setFaults([{ fault: 'silent', section: 2 }])
    const id = await createBook(service.url)
    const book = await bookWhen(service.url, id, ({ progress }) => progress.sections === 1)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    await remove(`/books/${id}`).expect(204)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 0)
    const story = `/api/v1/stories/${book.sections[0]?.storyId}`
    await request(service.url).get(story).set('X-API-Key', testKey).expect(404)
    await remove(`/books/${id}`).expect(404)
    await eventually(async () => (await ledger.reservations()) === 0)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('goes with its owner', async () => {
    await bookIn(service.url, await createBook(service.url), 'completed')
    const keys = await service.app
      .get(Database)
      .queries.selectFrom('books')
      .select('owner')
      .distinct()
      .execute()
    for (const { owner } of keys) {
      await service.app.get(EraseOwnerService).execute(owner as Owner)
    }
    expect(await rowsIn('books')).toBe(0)
    expect(await rowsIn('book_sections')).toBe(0)
  })
})
