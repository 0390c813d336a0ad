/** What a connection pooler in transaction mode does not provide to its clients. */
export type PoolerGap = 'start-up parameters' | 'prepared statements'

/** SQLSTATE of a prepared statement that does not exist, or that another client has prepared. */
const preparedElsewhere = new Set(['26000', '42P05'])

/**
 * A pooler such as PgBouncer in transaction mode runs each transaction in another session, and does not
 * announce this. The service learns it from errors. It then sets time limits in each transaction, or sends
 * unprepared statements.
 */
export class Pooler {
  private readonly gaps = new Set<PoolerGap>()

  constructor(private readonly onLearn: (gap: PoolerGap) => void = () => undefined) {}

  has(gap: PoolerGap): boolean {
    return this.gaps.has(gap)
  }

  learn(gap: PoolerGap): void {
    if (this.gaps.has(gap)) return
    this.gaps.add(gap)
    this.onLearn(gap)
  }

  /** Whether the error shows a gap. PostgreSQL has executed nothing then. */
  learnsFrom(error: unknown): boolean {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
    const isRefusedParameter = code === '08P01' && /startup parameter/i.test(String(message))
    if (isRefusedParameter) this.learn('start-up parameters')
    const isPreparedElsewhere = preparedElsewhere.has(String(code))
    if (isPreparedElsewhere) this.learn('prepared statements')
    return isRefusedParameter || isPreparedElsewhere
  }
}
