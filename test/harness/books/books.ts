import request, { type Test } from 'supertest'
import { testKey } from '../fixtures/requests.js'
import { eventually } from '../service/instances.js'

/** A book, as its owner sees it. */
export interface SeenBook {
  readonly id: string
  readonly state: string
  readonly title: string | null
  readonly language: string
  readonly outline: readonly { readonly title: string; readonly events: string }[]
  readonly codex: readonly unknown[]
  readonly sections: readonly {
    readonly number: number
    readonly title: string
    readonly content: string
    readonly words: number
    readonly storyId: string
    readonly edited: boolean
  }[]
  readonly progress: {
    readonly sections: number
    readonly plannedSections: number
    readonly words: number
    readonly writing: boolean
  }
  readonly costUsd: number
  readonly error: { readonly code: string } | null
}

export function bookRequest(more: object = {}): object {
  return { keywords: ['lantern', 'harbour'], genre: 'mystery', words: 2000, ...more }
}

export function postBook(url: string, body: object = bookRequest()): Test {
  return request(url).post('/api/v1/books').set('X-API-Key', testKey).send(body)
}

/** Creates a book, and returns its id. */
export async function createBook(url: string, body: object = bookRequest()): Promise<string> {
  const { body: created } = await postBook(url, body).expect(202)
  return created.data.id
}

export async function readBook(url: string, id: string): Promise<SeenBook> {
  const { body } = await request(url)
    .get(`/api/v1/books/${id}`)
    .set('X-API-Key', testKey)
    .expect(200)
  return body.data
}

/** The book, once it is as it shall be. */
export async function bookWhen(
  url: string,
  id: string,
  isAsWanted: (book: SeenBook) => boolean
): Promise<SeenBook> {
  let book = await readBook(url, id)
  await eventually(async () => {
    book = await readBook(url, id)
    return isAsWanted(book)
  })
  return book
}

/** The book, once it has this state. */
export function bookIn(url: string, id: string, ...states: string[]): Promise<SeenBook> {
  return bookWhen(url, id, ({ state }) => states.includes(state))
}
