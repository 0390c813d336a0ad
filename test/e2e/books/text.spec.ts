import { generateKeyPairSync } from 'node:crypto'
import request from 'supertest'
import { bookIn, createBook } from '../../harness/books/books.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const { privateKey } = generateKeyPairSync('ed25519')
const service = useService({
  WORKER_INLINE: 'true',
  OPENAI_MAX_RETRIES: '0',
  CERTIFICATE_KEY: String(privateKey.export({ type: 'pkcs8', format: 'pem' })).replaceAll(
    '\n',
    String.raw`\n`
  )
})

const get = (path: string) => request(service.url).get(`/api/v1${path}`).set('X-API-Key', testKey)

interface SeenEvent {
  readonly event: string
  readonly data: { readonly state?: string; readonly number?: number; readonly content?: string }
}

/** All events until the stream ends; `seen` is called after each part of it. */
async function eventsOf(id: string, seen: (text: string) => void): Promise<readonly SeenEvent[]> {
  const response = await fetch(`${service.url}/api/v1/books/${id}/events`, {
    headers: { 'X-API-Key': testKey }
  })
  expect(response.headers.get('content-type')).toMatch(/text\/event-stream/)
  let text = ''
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString()
    seen(text)
  }
  return text.split('\n\n').flatMap(block => {
    const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/m.exec(block) ?? []
    return event === '' ? [] : [{ event, data: JSON.parse(data) as SeenEvent['data'] }]
  })
}

describe('The text of a book', () => {
  it('is streamed as it grows', async () => {
    service.simulator.setFaults([{ fault: 'held', section: 2 }])
    const id = await createBook(service.url)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const events = await eventsOf(id, () => service.simulator.setFaults([]))
    const sections = events.filter(({ event }) => event === 'section')
    expect(sections.map(({ data }) => data.number)).toEqual([2, 3])
    const book = await bookIn(service.url, id, 'completed')
    expect(sections.map(({ data }) => data.content)).toEqual(
      book.sections.slice(1).map(({ content }) => content)
    )
    expect(events[0]).toMatchObject({ event: 'book', data: { state: 'running' } })
    expect(events.at(-1)).toMatchObject({ event: 'book', data: { state: 'completed' } })
  })

  it('ends the stream with an error when the book is deleted', async () => {
    service.simulator.setFaults([{ fault: 'silent', section: 2 }])
    const id = await createBook(service.url)
    await service.simulator.waitFor(({ faults }) => faults.silent === 1)
    let deleted: Promise<unknown> | undefined
    const events = await eventsOf(id, () => {
      deleted ??= request(service.url)
        .delete(`/api/v1/books/${id}`)
        .set('X-API-Key', testKey)
        .expect(204)
        .then(() => undefined)
    })
    await deleted
    expect(events.at(-1)?.event).toBe('error')
  })

  it('has its contradictions with the codex, with both quotes', async () => {
    const kinds = ['age', 'weekday', 'death', 'name']
    for (const kind of kinds) {
      service.simulator.setFaults([{ fault: 'contradiction', value: kind, section: 2 }])
      const id = await createBook(service.url)
      await bookIn(service.url, id, 'completed')
      const { body } = await get(`/books/${id}`).expect(200)
      expect(body.data.contradictions).toEqual([
        {
          kind,
          first: { section: expect.any(Number), quote: expect.any(String) },
          second: { section: 2, quote: expect.any(String) }
        }
      ])
    }
  })

  it('has a certificate when it is completed', async () => {
    service.simulator.setFaults([{ fault: 'held', section: 2 }])
    const id = await createBook(service.url)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    await get(`/books/${id}/certificate`).expect(404)
    service.simulator.setFaults([])
    const { title, sections } = await bookIn(service.url, id, 'completed')
    const { body } = await get(`/books/${id}/certificate`).expect(200)
    const content = sections.map(section => section.content).join('\n\n')
    const verify = (changed: object) =>
      request(service.url)
        .post('/api/v1/certificates/verify')
        .set('X-API-Key', testKey)
        .send({ certificate: body.data.certificate, title, content, ...changed })
        .expect(200)
    expect((await verify({})).body.data.valid).toBe(true)
    expect((await verify({ content: `${content} ` })).body.data.valid).toBe(false)
  })
})
