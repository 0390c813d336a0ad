import { Client } from 'pg'

/** What a statement reads of a table. */
export interface TableReads {
  readonly table: string
  /** Rows that were read, those that a filter removed included. */
  readonly rows: number
  readonly isSequential: boolean
  /** The statement. */
  readonly text: string
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Plan[]
}

interface Explained {
  readonly 'Query Text': string
  readonly Plan: Plan
}

/** Sends the plan of every statement to the client, those within functions and triggers included. */
const options = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice'
}

/** The address of a database whose sessions report plans; needs a superuser. */
export function withPlans(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const settings = Object.entries(options).map(([name, value]) => `-c ${name}=${value}`)
  url.searchParams.set('options', settings.join(' '))
  return url.href
}

/** Collects the plans that the sessions of this process report. */
export class PlanWatch {
  private reads: TableReads[] = []
  private readonly spy

  constructor() {
    const connect: unknown = Reflect.get(Client.prototype, 'connect')
    const reads = (): TableReads[] => this.reads
    this.spy = vi.spyOn(Client.prototype, 'connect').mockImplementation(function (
      this: Client,
      ...args: readonly unknown[]
    ) {
      this.on('notice', ({ message = '' }) => reads().push(...readsIn(message)))
      return Reflect.apply(connect as () => unknown, this, args)
    } as never)
  }

  /** What the statements of the work read. */
  async during(work: () => Promise<unknown>): Promise<readonly TableReads[]> {
    this.reads = []
    await work()
    return this.reads
  }

  stop(): void {
    this.spy.mockRestore()
  }
}

function readsIn(message: string): readonly TableReads[] {
  if (!/^duration: .* plan:/.test(message)) return []
  const explained = JSON.parse(message.slice(message.indexOf('{'))) as Explained
  return readsOf(explained.Plan, explained['Query Text'])
}

function readsOf(plan: Plan, text: string): readonly TableReads[] {
  const below = (plan.Plans ?? []).flatMap(child => readsOf(child, text))
  const table = plan['Relation Name']
  const type = plan['Node Type']
  if (table === undefined || !type.endsWith('Scan')) return below
  const removed =
    (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)
  const rows = (plan['Actual Rows'] + removed) * plan['Actual Loops']
  return [{ table: ofPartition(table), rows, isSequential: type === 'Seq Scan', text }, ...below]
}

/** The partitioned table that a partition belongs to, by the names that migration 0015 gives. */
function ofPartition(table: string): string {
  return table.replace(/^(audit_events)_(?:first|other|\d{4}_\d{2})$/, '$1')
}
