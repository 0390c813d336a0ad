import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { storyRequest } from '../../harness/fixtures/requests.js'
import { nowSeconds, userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({
  OPENAI_MAX_RETRIES: '0',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
  FLOOD_LIMIT_PER_MINUTE: '1000'
})

/** A stand-in of Kuybi: it renews the tokens of a session until that has ended. */
const kuybi = createServer((request, response) => {
  request.resume()
  const isKnown = request.url === '/api/v1/auth/refresh' && renewed !== undefined
  response.writeHead(isKnown ? 200 : 401, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ success: isKnown, data: { accessToken: renewed } }))
})
let renewed: string | undefined
beforeAll(async () => {
  kuybi.listen(0, '127.0.0.1')
  await once(kuybi, 'listening')
})
afterAll(async () => {
  kuybi.closeAllConnections()
  kuybi.close()
  await once(kuybi, 'close')
})

interface Reply {
  readonly status: number
  readonly message?: string
  readonly data?: { readonly title: string }
}

/** A session of the dashboard: a 401 refreshes its token once and repeats the request. A refresh that fails ends it. */
class Session {
  refreshes = 0
  isOpen = true

  constructor(private token: string) {}

  async post(body: object): Promise<Reply> {
    const reply = await this.send(body)
    if (reply.status !== 401) return reply
    this.refreshes++
    const { port } = kuybi.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/api/v1/auth/refresh`
    const { data } = (await (await fetch(url, { method: 'POST' })).json()) as {
      readonly data: { readonly accessToken?: string }
    }
    this.isOpen = data.accessToken !== undefined
    this.token = data.accessToken ?? ''
    return this.isOpen ? this.send(body) : reply
  }

  private async send(body: object): Promise<Reply> {
    const response = await fetch(`${service.url}/api/v1/stories`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    })
    return { ...((await response.json()) as object), status: response.status }
  }
}

const expired = (): string => userToken({ exp: nowSeconds() - 60 })

describe('A session of the dashboard', () => {
  beforeEach(() => {
    renewed = userToken()
  })

  it('refreshes an expired token once, and shows the story', async () => {
    const session = new Session(expired())
    const { status, data } = await session.post(storyRequest())
    expect([status, session.refreshes, session.isOpen]).toEqual([201, 1, true])
    expect(data?.title).not.toBe('')
  })

  it.each<[string, () => string, string | undefined]>([
    ['ends when its token has expired and Kuybi has no other', expired, undefined],
    ['shows a message when its next token is rejected too', expired, 'no.token.atall']
  ])('%s', async (_, token, next) => {
    renewed = next
    const session = new Session(token())
    const { status, message } = await session.post(storyRequest())
    expect([status, session.refreshes, session.isOpen]).toEqual([401, 1, next !== undefined])
    expect(message).toEqual(expect.stringMatching(/\S/))
  })

  it.each<[string, number, object, object, string?]>([
    ['a missing field', 400, {}, { keywords: undefined }],
    ['an unknown field', 400, {}, { maxWords: 300 }],
    ['a length that is too small', 400, {}, { maxLength: 5 }],
    ['a body that is too large', 413, {}, { genre: 'x'.repeat(70_000) }],
    ['a role without the permission', 403, { role: 'guest' }, {}],
    ['an unknown role', 403, { role: 'editor' }, {}],
    ['a refusal of the model', 422, {}, {}, 'refusal'],
    ['an answer of the model off its schema', 502, {}, {}, 'off-schema'],
    ['a provider that is down', 503, {}, {}, 'status-503'],
    ['a provider that rejects our key', 502, {}, {}, 'status-401']
  ])('stays open and shows a message after %s', async (_, expected, claims, change, fault) => {
    if (fault !== undefined) service.simulator.setFaults([{ fault: fault as 'refusal' }])
    const session = new Session(userToken(claims))
    const { status, message } = await session.post({ ...storyRequest(), ...change })
    expect(status).toBe(expected)
    expect(message).toEqual(expect.stringMatching(/\S/))
    expect([session.refreshes, session.isOpen]).toEqual([0, true])
  })
})
