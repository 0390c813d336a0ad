import type { Pool } from 'pg'
import { readStream } from '../../../../bench/streams/readers.ts'
import type { ServiceProcess } from '../../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../../tools/simulator/simulator.ts'
import { storyRequest, testKey } from '../../fixtures/requests.js'
import { eventually, openLedger, startInstance, type BookedEntry } from '../../service/instances.js'
import { createTestDatabase, openPool } from '../../service/stores.js'
import { seededRandom } from '../../servers/scripted-upstream.js'

export interface BudgetForm {
  /** About as many stories as the budget allows. */
  readonly stories: number
  /** One of the two instances is killed after each such number of stories. */
  readonly storiesPerKill: number
  /** Streams that are open at any time. */
  readonly streams: number
  readonly charsPerSecond: number
}

export interface SpentBudget {
  readonly limit: number
  readonly spent: number
  readonly spentAtFirstRefusal: number
  /** The number of commits after which spent and reserved amounts together were above the limit. */
  readonly overshoots: number
  readonly kills: number
  readonly done: number
  readonly entries: readonly BookedEntry[]
  readonly disagreements: readonly unknown[]
  /** Tokens of the answers that the provider has sent to their end, and of those that were closed. */
  readonly providerTokens: { readonly completed: number; readonly closed: number }
  readonly providerCalls: number
}

const leaseSeconds = 21
const words = 100

/** Streams are generated on two instances until a budget is used up, while instances are killed. */
export async function runBudgetScenario(form: BudgetForm): Promise<SpentBudget> {
  const simulator = await startSimulator({ scenario: { charsPerSecond: form.charsPerSecond } })
  const database = await createTestDatabase()
  const ledger = openLedger(database.url)
  const counters = new Counters(database.url)
  const limit = form.stories * (await tokensPerStory(simulator, database.url))
  const start = (): Promise<ServiceProcess> =>
    startInstance({
      DATABASE_URL: database.url,
      OPENAI_BASE_URL: simulator.baseUrl,
      CACHE_TTL: '0',
      AI_MAX_CONCURRENCY: '1000',
      GENERATION_DEADLINE: '20',
      RESERVATION_LEASE: String(leaseSeconds),
      BUDGETS: JSON.stringify({ owner: { dailyTokens: limit }, global: { dailyTokens: 2 * limit } })
    })
  const instances = await Promise.all([start(), start()])
  try {
    await counters.watch(limit)
    const run = new BudgetRun(form, instances, start, counters)
    await run.untilUsedUp()
    await eventually(async () => (await ledger.reservations()) === 0)
    const { tokens, abandoned, calls } = simulator.stats()
    return {
      limit,
      spent: await counters.spent(),
      spentAtFirstRefusal: run.spentAtFirstRefusal,
      overshoots: await counters.overshoots(),
      kills: run.kills,
      done: run.done,
      entries: await ledger.entries(),
      disagreements: await ledger.disagreements(),
      providerTokens: {
        completed: tokens.prompt + tokens.completion,
        closed: abandoned.prompt + abandoned.completion
      },
      providerCalls: calls['POST /v1/chat/completions'] ?? 0
    }
  } finally {
    await Promise.all(instances.map(instance => instance.stop()))
    await counters.close()
    await ledger.close()
    await simulator.close()
    await database.drop()
  }
}

/** The callers, and the kills between their stories. */
class BudgetRun {
  done = 0
  kills = 0
  spentAtFirstRefusal = 0
  private next = 0
  private isOver = false
  private killing: Promise<void> | undefined
  private readonly random = seededRandom(7)

  constructor(
    private readonly form: BudgetForm,
    private readonly instances: ServiceProcess[],
    private readonly start: () => Promise<ServiceProcess>,
    private readonly counters: Counters
  ) {}

  async untilUsedUp(): Promise<void> {
    await Promise.all(Array.from({ length: this.form.streams }, () => this.askOn()))
    await this.killing
  }

  private async askOn(): Promise<void> {
    while (!this.isOver) {
      const number = this.next++
      const status = await this.ask(number)
      if (status === 429) await this.refused()
      else if (status === 200) this.done++
      if (this.next >= (this.kills + 1) * this.form.storiesPerKill) {
        this.killing ??= this.kill().finally(() => (this.killing = undefined))
      }
    }
  }

  private async refused(): Promise<void> {
    if (this.isOver) return
    this.isOver = true
    this.spentAtFirstRefusal = await this.counters.spent()
  }

  /** 200 with a whole story; 0 if the process died. */
  private async ask(number: number): Promise<number> {
    const url = this.instances[number % 2]?.url ?? ''
    const body = storyRequest({ genre: `fairy tale ${number}`, maxLength: words })
    try {
      const { status, isDone } = await readStream(
        url,
        { 'X-API-Key': testKey },
        JSON.stringify(body)
      )
      return status === 200 && !isDone ? 0 : status
    } catch {
      return 0
    }
  }

  private async kill(): Promise<void> {
    const victim = this.random() < 0.5 ? 0 : 1
    const instance = this.instances[victim] as ServiceProcess
    this.kills++
    instance.signal('SIGKILL')
    await instance.ended
    this.instances[victim] = await this.start()
  }
}

/** The counters of the owner in PostgreSQL, watched by a trigger after each statement. */
class Counters {
  private readonly pool: Pool

  constructor(url: string) {
    this.pool = openPool(url, 2)
  }

  async watch(limit: number): Promise<void> {
    await this.pool.query(`
      CREATE TABLE overshoots (account text, used bigint);
      CREATE FUNCTION record_overshoot() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO overshoots VALUES (NEW.account, NEW.spent_tokens + NEW.reserved_tokens);
        RETURN NULL;
      END $$;
      CREATE TRIGGER watch_overshoots AFTER INSERT OR UPDATE ON budget_usage FOR EACH ROW
        WHEN (NEW.account LIKE 'key:%' AND length(NEW.period) = 10
          AND NEW.spent_tokens + NEW.reserved_tokens > ${limit})
        EXECUTE FUNCTION record_overshoot()`)
  }

  async spent(): Promise<number> {
    const { rows } = await this.pool.query<{ spent: string }>(
      `SELECT spent_tokens AS spent FROM budget_usage WHERE account LIKE 'key:%'`
    )
    return Number(rows[0]?.spent ?? 0)
  }

  async overshoots(): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(`SELECT count(*) FROM overshoots`)
    return Number(rows[0]?.count)
  }

  close(): Promise<void> {
    return this.pool.end()
  }
}

/** Measured on a service without a budget. */
async function tokensPerStory(simulator: Simulator, databaseUrl: string): Promise<number> {
  const instance = await startInstance({
    DATABASE_URL: databaseUrl,
    OPENAI_BASE_URL: simulator.baseUrl,
    CACHE_TTL: '0'
  })
  const samples = 10
  for (let number = 0; number < samples; number++) {
    const body = storyRequest({ genre: `sample ${number}`, maxLength: words })
    await readStream(instance.url, { 'X-API-Key': testKey }, JSON.stringify(body))
  }
  await instance.stop()
  const { tokens } = simulator.stats()
  simulator.reset()
  const pool = openPool(databaseUrl, 1)
  await pool.query(`ALTER TABLE ledger_entries DISABLE TRIGGER USER;
    TRUNCATE ledger_entries, usage_by_day, usage_by_month, usage_of_all, stories; ALTER TABLE ledger_entries ENABLE TRIGGER USER`)
  await pool.end()
  return Math.round((tokens.prompt + tokens.completion) / samples)
}
