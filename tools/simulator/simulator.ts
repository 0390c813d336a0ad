import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { apiRoute, handleApiCall } from './api/api.ts'
import { trackConnection } from './api/call.ts'
import type { ChatSettings } from './api/chat.ts'
import { handleControl } from './api/control.ts'
import { FaultSelector } from './faults/fault-selector.ts'
import { parseFaultRules, type FaultRule } from './faults/fault-rule.ts'
import { RequestLog, type RecordedRequest } from './api/request-log.ts'
import { parseScenario, type Scenario } from './scenario.ts'
import { pathInDialect, serverDialect } from './server-dialect.ts'
import { StatsCollector, type SimulatorStats } from './api/stats.ts'

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly host?: string
  /** Wins over the scenario's. */
  readonly seed?: number
  readonly scenario?: Scenario
}

export interface Simulator {
  /** For `OPENAI_BASE_URL`: ends in `/v1`. */
  readonly baseUrl: string
  /** Replaces all rules. @throws TypeError on an unknown fault or field */
  setFaults(rules: readonly FaultRule[]): void
  stats(): SimulatorStats
  /** The last 1000 calls to the API, oldest first. */
  requests(): readonly RecordedRequest[]
  /** Stats and requests from zero, faults as the scenario has them; without one, none. */
  reset(): void
  /** Resolves when the stats satisfy the predicate; rejects after `timeoutMs`. */
  waitFor(
    predicate: (stats: SimulatorStats) => boolean,
    timeoutMs?: number
  ): Promise<SimulatorStats>
  /** Closes every connection, also one with a running call. */
  close(): Promise<void>
}

/** A timeout for tests, far longer than any wait on a busy machine. */
const defaultWaitMs = 300_000

/** An OpenAI-compatible server that writes stories from a grammar and fails on demand. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const scenario = parseScenario(options.scenario ?? {})
  const settings = settingsOf(scenario, options)
  const stats = new StatsCollector()
  const parts = { settings, faults: new FaultSelector(settings.seed), log: new RequestLog() }
  parts.faults.set(scenario.faults ?? [])
  const controls = {
    setFaults: (rules: readonly FaultRule[]) => parts.faults.set(parseFaultRules(rules)),
    stats: () => stats.snapshot(),
    requests: () => parts.log.list(),
    reset: () => {
      parts.faults.set(scenario.faults ?? [])
      parts.log.clear()
      stats.reset()
    }
  }
  // The service stores these ids, so two runs must not share any.
  const run = randomBytes(4).toString('hex')
  let calls = 0
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (path.startsWith('/__simulator/')) {
      void handleControl(request, response, path, controls)
      return
    }
    const target = pathInDialect(settings.dialect, path)
    const route = apiRoute(request.method ?? '', target.path)
    const id = `${run}-${++calls}`
    const connection = { ...trackConnection(response, stats.begin(route)), request, ...target }
    void handleApiCall(route, { ...connection, id, headers: headersOf(id) }, parts)
  })
  // Longer than the idle time of usual client pools, so that the client closes first.
  server.keepAliveTimeout = 65_000
  // An answer may be slow on purpose.
  server.requestTimeout = 0
  await listening(server, options)
  return {
    ...controls,
    baseUrl: baseUrlOf(server.address() as AddressInfo),
    waitFor: (predicate, timeoutMs = defaultWaitMs) => stats.waitFor(predicate, timeoutMs),
    close: () => {
      stats.close()
      return close(server)
    }
  }
}

function settingsOf(scenario: Scenario, options: SimulatorOptions): ChatSettings {
  const { seed = 1, charsPerSecond = Infinity, dialect } = scenario
  return { seed: options.seed ?? seed, charsPerSecond, dialect: serverDialect(dialect) }
}

function headersOf(id: string) {
  return { 'x-request-id': `req-sim-${id}`, 'openai-version': '2020-10-01' }
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
  if (!server.listening) return
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

function listening(
  server: ReturnType<typeof createServer>,
  { port = 0, host = '127.0.0.1' }: SimulatorOptions
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function baseUrlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/v1`
}
