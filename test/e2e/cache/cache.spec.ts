import { sql } from 'kysely'
import request, { type Test } from 'supertest'
import { Database } from '#core/database/database.js'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { eventually } from '../../harness/service/instances.js'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { testRedisUrl } from '../../harness/service/stores.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService, type ServiceUnderTest } from '../../harness/service/use-service.js'

describe.each([
  ['in this process', {}],
  ['in Redis', { redis: true }]
])('The cache %s', (_, { redis = false }: { redis?: boolean }) => {
  const service: ServiceUnderTest = useService(() => ({
    CACHE_TTL: '600',
    ...(redis && { REDIS_URL: testRedisUrl() })
  }))
  const ledger = new LedgerReader(() => service.app)
  beforeEach(() => ledger.clear())
  const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0
  let nonce = 0
  const storiesAt = (path = ''): Test =>
    request(service.url).get(`/api/v1/stories${path}`).set('X-API-Key', testKey)
  const another = (): object => storyRequest({ genre: `fairy tale ${redis} ${nonce++}` })

  it('returns the story of the same request to the same owner at no cost', async () => {
    const body = another()
    const first = await generate(service.url, body).expect(200)
    const second = await generate(service.url, { ...body, tone: 'Neutral' }).expect(200)
    const { title, content } = first.body as { title: string; content: string }
    expect(first.body).toMatchObject({ cached: false })
    expect(second.body).toMatchObject({
      title,
      content,
      cached: true,
      cost_usd: 0,
      usage: { total_tokens: 0 }
    })
    expect(chats()).toBe(1)
    await eventually(async () => (await ledger.stories()) === 2)
    expect(await metric(service.url, 'jiraiya_cache_saved_usd')).toBeGreaterThan(0)
  })

  it('answers before the row of the copy is written, and its owner finds it nevertheless', async () => {
    const body = another()
    await generate(service.url, body).expect(200)
    const read = await service.app.get(Database).transaction(async transaction => {
      // Until the end of the transaction, rows are read and none is written.
      await sql`LOCK TABLE stories IN EXCLUSIVE MODE`.execute(transaction)
      const { body: copy } = await generate(service.url, body).expect(200)
      expect(copy).toMatchObject({ cached: true })
      const reading = storiesAt(`/${copy.id}`).then(({ status }) => status)
      return { reading, id: copy.id as string }
    })
    expect(await read.reading).toBe(200)
    const { body: copy } = await generate(service.url, body).expect(200)
    const { body: list } = await storiesAt()
    expect(list.data.results.slice(0, 2)).toMatchObject([{ id: copy.id }, { id: read.id }])
    expect(list.data.total).toBe(3)
  })

  it('makes copies that can be deleted at once', async () => {
    const body = another()
    await generate(service.url, body).expect(200)
    const { body: copy } = await generate(service.url, body).expect(200)
    const address = `/api/v1/stories/${copy.id}`
    await request(service.url).delete(address).set('X-API-Key', testKey).expect(204)
    expect((await storiesAt(`/${copy.id}`)).status).toBe(404)
  })

  it('makes one copy for an Idempotency-Key', async () => {
    const body = another()
    await generate(service.url, body).expect(200)
    const keyed = (): Test => generate(service.url, body).set('Idempotency-Key', `copy-${nonce}`)
    const { body: copy } = await keyed().expect(200)
    const { body: again, headers } = await keyed().expect(200)
    expect(copy).toMatchObject({ cached: true })
    expect([again.id, headers['idempotency-replayed']]).toEqual([copy.id, 'true'])
  })

  it('is separate for each owner', async () => {
    const body = another()
    await generate(service.url, body).expect(200)
    const other = await generate(service.url, body)
      .unset('X-API-Key')
      .set('Authorization', `Bearer ${userToken()}`)
    expect(other.body).toMatchObject({ cached: false })
  })

  it('is bypassed with Cache-Control: no-cache, and stores the newer story', async () => {
    const body = another()
    await generate(service.url, body).expect(200)
    const newer = await generate(service.url, body).set('Cache-Control', 'no-cache').expect(200)
    expect(newer.body).toMatchObject({ cached: false })
    const again = await generate(service.url, body).expect(200)
    expect(again.body).toMatchObject({
      cached: true,
      content: (newer.body as { content: string }).content
    })
  })

  it('stores no story with a missing keyword', async () => {
    const body = another()
    service.simulator.setFaults([{ fault: 'omit-keywords' }])
    await generate(service.url, body).expect(200)
    const second = await generate(service.url, body).expect(200)
    expect(second.body).toMatchObject({ cached: false })
  })

  it('lets concurrent identical requests share one upstream call, until the last client disconnects', async () => {
    const body = another()
    service.simulator.setFaults([{ fault: 'held' }])
    const leader = generate(service.url, body)
    const left = leader.then(
      () => 'answered',
      () => 'left'
    )
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const decisions = (): Promise<number> =>
      metric(service.url, 'jiraiya_rate_limit_decisions_total')
    const before = await decisions()
    const followers = Array.from({ length: 9 }, (): Test => generate(service.url, body))
    const answers = Promise.all(followers)
    await eventually(async () => (await decisions()) >= before + followers.length)
    // Service and provider run in this process, so ten turns of the event loop bring all requests
    // from the rate limit to the wait.
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
    leader.abort()
    expect(await left).toBe('left')
    service.simulator.setFaults([])
    const stories = (await answers).map(
      answer => answer.body as { content: string; cached: boolean }
    )
    expect(new Set(stories.map(({ content }) => content)).size).toBe(1)
    expect(stories.every(({ cached }) => cached)).toBe(true)
    expect(chats()).toBe(1)
    expect((await ledger.kinds()).filter(kind => kind === 'settled')).toHaveLength(1)
    expect(await ledger.disagreements()).toEqual([])
  })
})
