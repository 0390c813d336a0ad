import type { Response } from 'supertest'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'

interface Refused {
  readonly error: {
    readonly code: string
    readonly retryable: boolean
    readonly details: Readonly<Record<string, unknown>>
  }
}

describe('A budget for ten stories', () => {
  let simulator: Simulator
  let database: TestDatabase
  let instances: Service[]
  const budgetUsd = 0.008
  beforeAll(async () => {
    simulator = await startSimulator()
    database = await createTestDatabase()
    const settings = {
      DATABASE_URL: database.url,
      OPENAI_BASE_URL: simulator.baseUrl,
      BUDGET_DAILY_USD: String(budgetUsd),
      AI_MAX_CONCURRENCY: '1000'
    }
    instances = [await startService(settings), await startService(settings)]
  })
  afterAll(async () => {
    for (const instance of instances) await instance.close()
    await database.drop()
    await simulator.close()
  })

  it('is not exceeded by a thousand concurrent calls to two instances', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        generate(instances[index % 2]?.url ?? '', storyRequest({ max_length: 500 }))
      )
    )
    const count = (status: number): number => answers.filter(a => a.status === status).length
    expect(count(200) + count(429) + count(503)).toBe(1000)
    expect(count(200)).toBeGreaterThan(0)
    const refused = answers.find(({ status }) => status === 429)?.body as Refused
    expect(refused.error).toMatchObject({ code: 'BUDGET_EXCEEDED', retryable: false })
    expect(refused.error.details).toEqual({
      scope: 'owner',
      period: 'day',
      unit: 'usd',
      limit: budgetUsd,
      resetsAt: expect.stringMatching(/T00:00:00.000Z$/)
    })
    const ledger = new LedgerReader(() => instances[0]?.app as Service['app'])
    const [day, ...others] = await ledger.accounts()
    expect(Number(day?.spent)).toBeLessThanOrEqual(budgetUsd)
    expect(day).toMatchObject({ reserved: '0', reservedTokens: 0 })
    // The month has no limit, so calls do not wait for each other on its row.
    expect(others).toEqual([])
    expect(await ledger.disagreements()).toEqual([])
    expect(await ledger.reservations()).toBe(0)
    // The amount that is no longer reserved can be spent.
    const spentAtOnce = Number(day?.spent)
    let last: Response
    do last = await generate(instances[0]?.url ?? '', storyRequest({ max_length: 500 }))
    while (last.status === 200)
    const spent = Number((await ledger.accounts())[0]?.spent)
    expect(spent).toBeGreaterThanOrEqual(spentAtOnce)
    expect(spent).toBeLessThanOrEqual(budgetUsd)
    // The remaining budget is below the maximum cost of one story.
    expect(budgetUsd - spent).toBeLessThan(0.002)
  })
})

describe('Budgets', () => {
  const service = useService({
    BUDGETS: JSON.stringify({
      'role:guest-writer': { dailyTokens: 12000 },
      'role:admin': { monthlyUsd: '0.0000001' },
      global: { dailyUsd: '1' }
    }),
    STORY_ROLES: 'user,admin,guest-writer'
  })
  const ledger = new LedgerReader(() => service.app)
  beforeEach(() => ledger.clear())

  function asRole(role: string): ReturnType<typeof generate> {
    return generate(service.url)
      .unset('X-API-Key')
      .set('Authorization', `Bearer ${userToken({ role })}`)
  }

  it('limit tokens too, for a role with such a budget', async () => {
    await asRole('guest-writer').expect(200)
    const { body } = await asRole('guest-writer').expect(200)
    const third = await untilRefused(() => asRole('guest-writer'))
    expect((body as { usage: object }).usage).toBeDefined()
    expect(third.error.details).toMatchObject({
      scope: 'owner',
      period: 'day',
      unit: 'tokens',
      limit: 12_000
    })
  })

  it('reject the first call whose maximum cost exceeds them, before any upstream call', async () => {
    const { body } = await asRole('admin').expect(429)
    expect((body as Refused).error.details).toMatchObject({ period: 'month', unit: 'usd' })
    expect(service.simulator.stats().calls['POST /v1/chat/completions']).toBeUndefined()
    expect(await ledger.kinds()).toEqual([])
  })

  it('skip a repair that does not fit, and the response lists the missing keywords', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords', on: 'write' }])
    const repaired = await asRole('guest-writer').expect(200)
    expect(repaired.body).toMatchObject({
      keywords_used: storyRequest().keywords,
      keywords_missing: []
    })
    let bare: Response
    do bare = await asRole('guest-writer').expect(200)
    while ((bare.body as { keywords_missing: string[] }).keywords_missing.length === 0)
    expect(bare.body).toMatchObject({
      keywords_used: [],
      keywords_missing: storyRequest().keywords
    })
  })

  it('count the usage of all owners including failed attempts, without disclosing the total', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream', times: 1 }])
    await asRole('user').expect(200)
    const all = (await ledger.accounts()).find(({ account }) => account === 'global')
    expect(all?.spentTokens).toBe((await ledger.ended()).tokens)
    expect(all?.reserved).toBe('0')
  })
})

async function untilRefused(call: () => ReturnType<typeof generate>): Promise<Refused> {
  for (;;) {
    const { status, body } = await call()
    if (status === 429) return body as Refused
  }
}
