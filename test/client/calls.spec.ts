import { randomUUID } from 'node:crypto'
import {
  AuthenticationError,
  JiraiyaClient,
  NotFoundError,
  type JiraiyaClientOptions
} from '../../clients/typescript/src/index.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { LedgerReader } from '../harness/assertions/ledger-reader.js'
import { aStory, keepStories, keyEntry } from '../harness/fixtures/stories.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { startService } from '../harness/service/service.js'
import {
  serviceSecret,
  serviceToken,
  tokenSecret,
  userId,
  userToken
} from '../harness/fixtures/tokens.js'
import { useService } from '../harness/service/use-service.js'

const backendKey = 'the-key-of-a-backend-that-may-act-and-issue'
const adminKey = 'the-key-of-those-who-may-see-everything'
const settings = {
  CACHE_TTL: '60',
  WORKER_INLINE: 'true',
  TOKEN_SECRET: tokenSecret,
  SERVICE_JWT_SECRET: serviceSecret,
  SERVICE_SCOPES: '{"kuybi":["stories","act-as"]}',
  API_KEYS: JSON.stringify([
    testKey,
    keyEntry('backend', backendKey, ['stories', 'act-as', 'tokens:issue']),
    keyEntry('admin', adminKey, ['admin'])
  ])
}
const service = useService(settings)
const ledger = new LedgerReader(() => service.app)
const short = storyRequest({ maxLength: 100 })

function client(options: Partial<JiraiyaClientOptions> = {}): JiraiyaClient {
  return new JiraiyaClient({ baseUrl: service.url, apiKey: backendKey, ...options })
}

const admin = (): JiraiyaClient['admin'] => client({ apiKey: adminKey }).admin

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('The client', () => {
  it('returns a story of the original contract, without an envelope', async () => {
    const story = await client().generateStory(storyRequest({ max_length: 100 }))
    expect(story).toMatchObject({ keywords_used: ['fox', 'lantern'], keywords_missing: [] })
    expect(story.usage.total_tokens).toBeGreaterThan(0)
  })

  it('returns a story with its draft, without the envelope', async () => {
    const story = await client().createStory(short)
    expect(story).toMatchObject({ keywordsUsed: ['fox', 'lantern'], genre: 'fairy tale' })
    expect(story.draft).toMatchObject({ title: story.title, type: 'STORY', status: 'DRAFT' })
  })

  it('returns another story with bypassCache', async () => {
    const reader = client({ actAs: 'reader-of-another' })
    const first = await reader.createStory(short)
    const same = await reader.createStory(short)
    const other = await reader.createStory(short, { bypassCache: true })
    expect([first, same, other].map(({ cached }) => cached)).toEqual([false, true, false])
    expect(same.content).toBe(first.content)
  })

  it('returns the same story for the same key, and it is charged once', async () => {
    const named = { idempotencyKey: randomUUID(), actAs: 'reader-of-one' }
    const story = await client().createStory(short, named)
    expect(await client().createStory(short, named)).toEqual(story)
    const mine = (await ledger.entries()).filter(({ owner }) => owner === 'user:reader-of-one')
    expect(mine.map(({ kind }) => kind)).toEqual(['started', 'settled'])
  })

  it('lists, reads and deletes the stories of the owner it acts for', async () => {
    const owner = client({ actAs: 'collector' })
    const kept = [
      await owner.createStory(short),
      await owner.createStory({ ...short, tone: 'dark' })
    ]
    const ids = kept.map(({ id }) => id)
    const page = await owner.listStories({ limit: 1, sortOrder: 'ASC' })
    expect(page).toEqual({
      results: [kept[0]],
      total: 2,
      pagination: {
        page: 1,
        limit: 1,
        totalPages: 2,
        totalIsLowerBound: false,
        nextCursor: expect.any(String)
      }
    })
    expect((await owner.listStories({ tone: 'dark' })).results).toEqual([kept[1]])
    expect((await all(owner.stories({ limit: 1 }))).map(({ id }) => id)).toEqual(ids.toReversed())
    expect(await all(owner.stories({ genre: 'no such genre' }))).toEqual([])
    expect(await owner.readStory(ids[0] ?? '')).toEqual(kept[0])
    expect(await owner.readStory(ids[0] ?? '', { include: 'indicators' })).toHaveProperty(
      'indicators'
    )
    expect(await owner.deleteStory(ids[0] ?? '')).toBeUndefined()
    await expect(owner.readStory(ids[0] ?? '')).rejects.toThrow(NotFoundError)
    await expect(client().readStory(ids[1] ?? '')).rejects.toThrow(NotFoundError)
  })

  it('returns no story twice when the list grows during pagination', async () => {
    const owner = client({ actAs: 'busy-collector' })
    for (const tone of ['dark', 'epic', 'dramatic'] as const) {
      await owner.createStory({ ...short, tone })
    }
    const met: string[] = []
    for await (const { tone } of owner.stories({ limit: 2 })) {
      met.push(tone)
      if (met.length === 2) await owner.createStory({ ...short, tone: 'romantic' })
    }
    expect(met).toEqual(['dramatic', 'epic', 'dark'])
  })

  it('reads the usage and the remaining budget of its owner', async () => {
    const owner = client({ actAs: 'spender' })
    const { costUsd } = await owner.createStory(short)
    const usage = await owner.readUsage()
    expect(usage).toMatchObject({ owner: 'user:spender', today: { generations: 1, costUsd } })
  })

  it('issues a token that gives a page access to the stories of its user only', async () => {
    const issued = await client().issueToken({ user_id: 'visitor', expires_in_hours: 2 })
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 7200, user_id: 'visitor' })
    const page = new JiraiyaClient({ baseUrl: service.url, token: issued.access_token })
    const { id } = await page.createStory(short)
    expect((await client({ actAs: 'visitor' }).readStory(id)).id).toBe(id)
    expect(await page.validateCredential()).toMatchObject({
      kind: 'issued',
      owner: 'user:visitor',
      scopes: ['stories']
    })
  })

  it('validates the token of another user', async () => {
    const other = { apiKey: undefined, token: userToken() }
    expect(await client().with(other).validateCredential()).toMatchObject({
      owner: `user:${userId}`
    })
    const bad = client()
      .with({ ...other, token: 'worth.nothing.atall' })
      .validateCredential()
    await expect(bad).rejects.toThrow(AuthenticationError)
  })

  it('gives the status and the headers of a response beside its result', async () => {
    const { data, response } = await client().createStory(short).withResponse()
    expect(response.status).toBe(201)
    expect(response.headers.get('Location')).toBe(`/api/v1/stories/${data.id}`)
    const { response: deleted } = await client().deleteStory(data.id).withResponse()
    expect(deleted.status).toBe(204)
    await expect(client().readStory(data.id).withResponse()).rejects.toThrow(NotFoundError)
  })

  it('calls its token function for each request and awaits it', async () => {
    const subjects = ['kuybi', 'unknown']
    const token = async (): Promise<string> => serviceToken({ sub: subjects.shift() })
    const renewing = client({ apiKey: undefined, token })
    expect(await renewing.validateCredential()).toMatchObject({ scopes: ['act-as', 'stories'] })
    expect(await renewing.validateCredential()).toMatchObject({ scopes: [] })
  })

  it('sends both of its credentials, and the token takes precedence', async () => {
    const { kind } = await client({ token: userToken() }).validateCredential()
    expect(kind).toBe('user')
  })

  it('throws the error of its token function without sending a request', async () => {
    const locked = new Error('the vault is locked')
    const token = (): Promise<string> => Promise.reject(locked)
    await expect(client({ token }).readUsage()).rejects.toBe(locked)
  })

  it('sends the correlation id of an option, of a call or of a function', async () => {
    const received: unknown[] = []
    const listening = client({
      correlationId: () => 'correlation-of-a-request',
      fetch: async request => {
        received.push((request as Request).headers.get('X-Correlation-ID'))
        return fetch(request)
      }
    })
    await listening.readUsage()
    await listening.with({ correlationId: 'correlation-of-a-client' }).readUsage()
    const { correlation_id } = await listening.generateStory(storyRequest(), {
      correlationId: 'correlation-of-a-call'
    })
    expect(received).toEqual([
      'correlation-of-a-request',
      'correlation-of-a-client',
      'correlation-of-a-call'
    ])
    expect(correlation_id).toBe('correlation-of-a-call')
  })

  it('accepts a base URL with or without a trailing slash', async () => {
    expect(await client({ baseUrl: `${service.url}/` }).health.readLiveness()).toMatchObject({
      alive: true
    })
  })
})

describe('The client of an owner of jobs', () => {
  const jobs = (): JiraiyaClient['jobs'] => client({ actAs: 'planner' }).jobs

  it('creates jobs, waits for their stories, and lists them', async () => {
    const created = await jobs().create({ ...short, priority: 'high' })
    expect(created).toMatchObject({ priority: 'high', error: null })
    const job = await jobs().wait(created.id, { pollMs: 50 })
    expect(job.state).toBe('completed')
    const story = await client({ actAs: 'planner' }).readStory(job.storyId ?? '')
    expect(story.keywords).toEqual(short.keywords)
    expect((await all(jobs().all())).map(({ id }) => id)).toEqual([created.id])
    expect((await jobs().list({ state: 'failed' })).results).toEqual([])
  })

  it('cancels a job, and an admin runs a failed one again', async () => {
    const startAfter = new Date(Date.now() + 3_600_000).toISOString()
    const waiting = await jobs().create({ ...short, startAfter })
    expect(await jobs().cancel(waiting.id)).toBeUndefined()
    expect((await jobs().read(waiting.id)).state).toBe('cancelled')
    service.simulator.setFaults([{ fault: 'refusal' }])
    const { id } = await jobs().create({ ...short, genre: 'ballad' })
    expect((await jobs().wait(id, { pollMs: 50 })).error?.code).toBe('AI_REFUSED')
    service.simulator.setFaults([])
    const { results } = await admin().listJobs({ state: 'failed', owner: 'user:planner' })
    expect(results.map(job => job.id)).toEqual([id])
    expect((await admin().retryJob(id)).id).toBe(id)
    expect((await jobs().wait(id, { pollMs: 50 })).state).toBe('completed')
  })
})

describe('The client of an admin', () => {
  const owner = 'user:watched'
  const watched = (): JiraiyaClient => client({ actAs: 'watched' })

  it('reads the usage of all owners', async () => {
    const { costUsd } = await watched().createStory(short)
    const bill = await admin().readUsage({ owner, groupBy: 'owner' })
    expect(bill).toMatchObject({ total: 1, totals: { chargedUsd: costUsd } })
  })

  it('sets, reads and resets a budget, which the audit log records', async () => {
    const set = await admin().setBudget(owner, { dailyUsd: '0.5', monthlyTokens: 1000 })
    expect(set).toMatchObject({ owner, source: 'admin', dailyUsd: 0.5, monthlyTokens: 1000 })
    expect(await admin().readBudget(owner)).toMatchObject({ source: 'admin', setBy: 'key:admin' })
    expect(await admin().resetBudget(owner)).toBeUndefined()
    expect(await admin().readBudget(owner)).toMatchObject({ source: 'configured' })
    const { results } = await admin().readAudit({ owner, limit: 1 })
    expect(results).toHaveLength(1)
    const events = await all(admin().auditEvents({ owner, action: 'budget_set', limit: 1 }))
    expect(events).toMatchObject([
      { owner, actor: 'admin' },
      { owner, actor: 'admin' }
    ])
  })

  it('exports and erases the data of an owner', async () => {
    const { id } = await watched().createStory({ ...short, tone: 'epic' })
    expect(await admin().exportOwner(owner)).toMatchObject({ owner, nextCursor: null })
    const ids = (await all(admin().exportedStories(owner))).map(story => story.id)
    expect(ids).toContain(id)
    expect(await admin().eraseOwner(owner)).toEqual({ owner, storiesDeleted: ids.length })
    expect(await all(admin().exportedStories(owner))).toEqual([])
  })

  it('exports page by page, and iterates over all pages', async () => {
    await keepStories(
      service,
      'user:prolific',
      Array.from({ length: 101 }, () => aStory())
    )
    const { stories, nextCursor } = await admin().exportOwner('user:prolific')
    expect([stories.length, nextCursor]).toEqual([100, expect.any(String)])
    const exported = await all(admin().exportedStories('user:prolific'))
    const listed = await all(client({ actAs: 'prolific' }).stories())
    expect(exported).toHaveLength(101)
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(exported.map(({ id }) => id)))
  })
})

describe('The client of a probe', () => {
  it('reads the health reports of a healthy service', async () => {
    const { health } = client({ apiKey: undefined })
    expect(await health.read()).toMatchObject({ status: 'ok', service: 'jiraiya' })
    expect(await health.readLiveness()).toMatchObject({ alive: true })
    expect(await health.readReadiness()).toMatchObject({ ready: true })
    expect(await health.readStartup()).toMatchObject({ started: true })
  })

  it('returns a report with status 503 as a report, not as an error', async () => {
    const ending = await startService({ OPENAI_BASE_URL: service.simulator.baseUrl })
    ending.app.get(Lifecycle).drain()
    const { health } = client({ baseUrl: ending.url })
    const reports = [await health.read(), await health.readReadiness()]
    await ending.close()
    expect(reports).toMatchObject([{ status: 'shutting_down' }, { ready: false }])
  })
})
