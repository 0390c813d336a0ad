import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { metric } from '../../harness/assertions/metrics.js'
import { generate, storyRequest } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'

interface Line {
  readonly action?: string
  readonly scope?: string
  readonly period?: string
  readonly percent?: number
}

describe('The thresholds of BUDGET_WARN_AT', () => {
  let simulator: Simulator
  let database: TestDatabase
  let instances: Service[]
  const lines: Line[] = []
  beforeAll(async () => {
    simulator = await startSimulator()
    database = await createTestDatabase()
    const settings = {
      DATABASE_URL: database.url,
      OPENAI_BASE_URL: simulator.baseUrl,
      BUDGETS: JSON.stringify({
        owner: { dailyTokens: 12_000, monthlyTokens: 100_000 },
        global: { dailyTokens: 24_000 }
      }),
      BUDGET_WARN_AT: '80,20,40'
    }
    const log = (line: string): void => void lines.push(JSON.parse(line) as Line)
    instances = [await startService(settings, log), await startService(settings, log)]
  })
  afterAll(async () => {
    for (const instance of instances) await instance.close()
    await database.drop()
    await simulator.close()
  })

  it('are reported once in a period, whichever of two instances reaches them', async () => {
    const ledger = new LedgerReader(() => instances[0]?.app as Service['app'])
    let status = 200
    for (let n = 0; status === 200; n++) {
      const answers = await Promise.all(
        instances.map(({ url }, one) =>
          generate(url, storyRequest({ genre: `tale ${n} ${one}`, max_length: 300 }))
        )
      )
      status = Math.max(...answers.map(answer => answer.status))
    }
    const warnings = lines.filter(({ action }) => action === 'budget_warning')
    const found = warnings.map(({ scope, period, percent }) => `${scope} ${period} ${percent}`)
    expect(found.toSorted()).toEqual([
      'global day 20',
      'global day 40',
      'owner day 20',
      'owner day 40',
      'owner day 80'
    ])
    const counted = await Promise.all(
      instances.map(({ url }) => metric(url, 'jiraiya_budget_warnings_total', { scope: 'owner' }))
    )
    expect(counted.reduce((sum, count) => sum + count)).toBe(3)
    expect(await ledger.disagreements()).toEqual([])
  })
})
