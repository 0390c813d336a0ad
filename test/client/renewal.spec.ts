import {
  AuthenticationError,
  JiraiyaClient,
  type TokenSource
} from '../../clients/typescript/src/index.js'
import { storyRequest } from '../harness/fixtures/requests.js'
import { nowSeconds, userToken } from '../harness/fixtures/tokens.js'
import { answerJson, useScriptedService } from '../harness/servers/scripted-service.js'
import { useService } from '../harness/service/use-service.js'

const service = useService()
const scripted = useScriptedService()
const expired = userToken({ exp: nowSeconds() - 60 })
const valid = userToken()

/** A user's session, whose token a refresh replaces. */
class Session {
  token = expired
  refreshes = 0

  constructor(private readonly renewed: string = valid) {}

  readonly source: TokenSource = async rejected => {
    if (rejected !== undefined && rejected === this.token) {
      this.refreshes++
      await new Promise(setImmediate)
      this.token = this.renewed
    }
    return this.token
  }
}

function client(token: TokenSource | string, baseUrl = service.url): JiraiyaClient {
  return new JiraiyaClient({ baseUrl, token, retry: { maxAttempts: 1 } })
}

describe('A token that has expired', () => {
  it('is renewed once, and the caller gets the story', async () => {
    const session = new Session()
    const { keywordsUsed } = await client(session.source).createStory(storyRequest())
    expect(keywordsUsed).toEqual(storyRequest().keywords)
    expect(session.refreshes).toBe(1)
  })

  it('is renewed before a stream begins', async () => {
    const session = new Session()
    const story = await client(session.source).streamStory(storyRequest()).finalStory()
    expect(story.keywordsUsed).toEqual(storyRequest().keywords)
    expect(session.refreshes).toBe(1)
  })

  it('is renewed once for calls at the same time', async () => {
    const asked: unknown[] = []
    const jiraiya = client(async rejected => {
      if (rejected === undefined) return expired
      asked.push(rejected)
      await new Promise(setImmediate)
      return valid
    })
    await Promise.all([jiraiya.readUsage(), jiraiya.readUsage(), jiraiya.listStories()])
    expect(asked).toEqual([expired])
  })

  it('costs no second request if there is no other token', async () => {
    const error = { code: 'AUTHENTICATION_ERROR', category: 'authentication', retryable: false }
    scripted.respondWith(answerJson(401, { message: 'Expired', error }))
    for (const token of [
      expired,
      () => expired,
      (rejected?: string) => (rejected ? '' : expired)
    ]) {
      scripted.respondWith(answerJson(401, { message: 'Expired', error }))
      await expect(client(token, scripted.url).readUsage()).rejects.toThrow(AuthenticationError)
      expect(scripted.asked).toHaveLength(1)
    }
  })

  it('ends the call if the renewed token is rejected too', async () => {
    const session = new Session(userToken({ exp: nowSeconds() - 50 }))
    await expect(client(session.source).readUsage()).rejects.toThrow(AuthenticationError)
    expect(session.refreshes).toBe(1)
  })

  it('is renewed by the next call if the renewal fails', async () => {
    let isOffline = true
    const jiraiya = client(rejected => {
      if (rejected === undefined) return expired
      if (isOffline) throw new Error('Kuybi cannot be reached')
      return valid
    })
    await expect(jiraiya.readUsage()).rejects.toThrow('Kuybi cannot be reached')
    isOffline = false
    expect(await jiraiya.readUsage()).toMatchObject({ owner: expect.any(String) })
  })
})

describe('A user without the permission', () => {
  it('keeps the token: a 403 renews nothing', async () => {
    const session = new Session()
    session.token = userToken({ role: 'guest' })
    const call = client(session.source).createStory(storyRequest())
    await expect(call).rejects.toMatchObject({ status: 403 })
    expect(session.refreshes).toBe(0)
  })
})
