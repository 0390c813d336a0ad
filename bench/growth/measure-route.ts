import { sendOk } from './call.ts'
import type { DatabaseWatch } from './database-watch.ts'
import type { Route } from './routes.ts'

export interface RouteResult {
  readonly name: string
  /** Time in PostgreSQL of a request: the median, and the least, which other load affects less. */
  readonly databaseMs: number
  readonly databaseLeastMs: number
  readonly statements: number
  /** Undefined for a route that is called once. */
  readonly rowsRead: number | undefined
  readonly p50Ms: number
  readonly maxMs: number
}

const warmUps = 2
const calls = 11

/** Calls the route one request at a time. The first calls open connections and read pages of the disk. */
export async function measureRoute(
  url: string,
  route: Route,
  watch: DatabaseWatch
): Promise<RouteResult> {
  const { name, call, once = false } = route
  const requestMs: number[] = []
  const databaseMs: number[] = []
  let statements = 0
  const first = once ? 0 : warmUps
  for (let at = 0; at < first; at++) await sendOk(url, call(at))
  for (let at = first; at < first + (once ? 1 : calls); at++) {
    const time = await watch.timeOf(async () => {
      const beganAtMs = performance.now()
      await sendOk(url, call(at))
      requestMs.push(performance.now() - beganAtMs)
    })
    databaseMs.push(time.ms)
    ;({ statements } = time)
  }
  const rowsRead = once ? undefined : await watch.rowsReadBy(() => sendOk(url, call(first + calls)))
  return {
    name,
    databaseMs: middleOf(databaseMs),
    databaseLeastMs: Math.min(...databaseMs),
    statements,
    rowsRead,
    p50Ms: middleOf(requestMs),
    maxMs: Math.max(...requestMs)
  }
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
