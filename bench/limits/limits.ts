import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startRelay } from '../../test/harness/servers/relay.ts'
import { fetchOnce, generate } from '../load/requests.ts'
import { ms, say, table } from '../load/print.ts'
import { benchKeys, startEnvironment, type Settings } from '../measured/environment.ts'
import { service, startMeasured } from '../measured/measured-process.ts'

interface Limit {
  readonly number: string
  readonly boundMs: number
  readonly tookMs: readonly number[]
}

/**
 * Measures the time limits that hold when something fails, which no test asserts because they depend on
 * the machine. Prints the worst of all rounds.
 *
 * @returns whether all limits are met
 */
export async function limits(rounds = 20): Promise<boolean> {
  const environment = await startEnvironment()
  try {
    const settings = await environment.settingsFor({ words: 100 })
    const measured = [
      await abortAfterDisconnect(settings, rounds),
      await refusalByOpenBreaker(settings, rounds),
      await readWithoutRedis(settings, rounds),
      await refusalWithoutPostgres(settings)
    ]
    const rows = measured.map(({ number, boundMs, tookMs }) => {
      const worst = Math.max(...tookMs)
      return [number, `< ${boundMs} ms`, `${ms(worst)} ms`, worst < boundMs ? 'yes' : '**no**']
    })
    say(table(['metric', 'target', 'worst', 'holds'], rows))
    return measured.every(({ boundMs, tookMs }) => Math.max(...tookMs) < boundMs)
  } finally {
    await environment.close()
  }
}

/** From the client's disconnect to the provider's. */
async function abortAfterDisconnect(settings: Settings, rounds: number): Promise<Limit> {
  let asked = Promise.withResolvers<ServerResponse>()
  const upstream = await startUpstream(response => asked.resolve(response))
  const measured = await startMeasured(service, { ...settings, OPENAI_BASE_URL: upstream.url })
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    asked = Promise.withResolvers()
    const leaving = new AbortController()
    const answer = ask(measured.url, leaving.signal).catch(() => undefined)
    const closed = once(await asked.promise, 'close')
    const leftAtMs = performance.now()
    leaving.abort()
    await closed
    tookMs.push(performance.now() - leftAtMs)
    await answer
  }
  await measured.stop()
  upstream.close()
  return { number: 'provider call aborted after a disconnect', boundMs: 100, tookMs }
}

async function refusalByOpenBreaker(settings: Settings, rounds: number): Promise<Limit> {
  const upstream = await startUpstream(response => response.writeHead(500).end())
  const measured = await startMeasured(service, {
    ...settings,
    OPENAI_BASE_URL: upstream.url,
    OPENAI_MAX_RETRIES: '0',
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1'
  })
  await ask(measured.url)
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round++) tookMs.push(await timed(() => ask(measured.url)))
  await measured.stop()
  upstream.close()
  return { number: 'refusal by an open circuit breaker', boundMs: 50, tookMs }
}

async function readWithoutRedis(settings: Settings, rounds: number): Promise<Limit> {
  const redis = await startRelay(settings['REDIS_URL'] ?? '')
  const measured = await startMeasured(service, { ...settings, REDIS_URL: redis.url })
  const read = (): Promise<number> =>
    fetch(`${measured.url}/api/v1/usage`, { headers: { 'X-API-Key': benchKeys[0] } }).then(statusOf)
  await read()
  redis.hang()
  const tookMs: number[] = []
  for (let round = 0; round < rounds; round++) tookMs.push(await timed(read))
  await measured.stop()
  await redis.close()
  return { number: 'read while Redis does not respond', boundMs: 250, tookMs }
}

async function refusalWithoutPostgres(settings: Settings): Promise<Limit> {
  const postgres = await startRelay(settings['DATABASE_URL'] ?? '')
  const measured = await startMeasured(service, { ...settings, DATABASE_URL: postgres.url })
  await ask(measured.url)
  postgres.hang()
  const tookMs = await Promise.all(Array.from({ length: 20 }, () => timed(() => ask(measured.url))))
  postgres.reset()
  await measured.stop()
  await postgres.close()
  return { number: 'refusal while PostgreSQL does not respond', boundMs: 2000, tookMs }
}

async function startUpstream(
  respond: (response: ServerResponse) => void
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => respond(response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

/** Asks for a story that is in no cache. */
function ask(url: string, signal?: AbortSignal): Promise<number> {
  return fetchOnce(url, generate(100), signal).then(statusOf)
}

async function statusOf(response: Response): Promise<number> {
  await response.arrayBuffer()
  return response.status
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAtMs = performance.now()
  await work()
  return performance.now() - beganAtMs
}
