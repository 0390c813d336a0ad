import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../../tools/stores/postgres.ts'
import { readStream } from './readers.ts'

/**
 * `npm run bench:streams -- [streams] [chunks] [every ms] [rounds]`: so many streams at once on one
 * instance, beside a bare Fastify handler that uses the SDK's stream, in one run. Prints a line a
 * round: lost or reordered streams, CPU per chunk, event-loop delay, memory.
 */

interface Probe {
  readonly cpuMs: number
  readonly delayP99Ms: number
  readonly delayMaxMs: number
  readonly heapMb: number
  readonly rssMb: number
}

const [streams = 500, chunks = 200, everyMs = 100, rounds = 5] = process.argv.slice(2).map(Number)
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const key = 'a-key-of-the-bench-that-is-long-enough'

const upstream = fork(path('upstream.ts'), [String(chunks), String(everyMs)])
const [port] = (await once(upstream, 'message')) as [number]
const baseUrl = `http://127.0.0.1:${port}`
const postgres = await startPostgres()
try {
  process.stdout.write(`${streams} streams of ${chunks} chunks, one every ${everyMs} ms\n`)
  await measure('bare Fastify and SDK', ['bare.ts'], { OPENAI_BASE_URL: baseUrl })
  await measure('the service', ['../../dist/main.js'], {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    LOG_FORMAT: 'json',
    API_KEYS: key,
    JWT_SECRET: 'the-secret-of-the-bench-signs-nothing-at-all',
    DATABASE_URL: postgres.url,
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: 'bench',
    CACHE_TTL: '0',
    FLOOD_LIMIT_PER_MINUTE: '1000000',
    RATE_LIMIT_KEY_PER_MINUTE: '1000000',
    RATE_LIMIT_KEY_PER_HOUR: '1000000'
  })
} finally {
  await postgres.stop()
  upstream.kill()
}

async function measure(
  name: string,
  [script = '']: readonly string[],
  settings: Readonly<Record<string, string>>
): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--require', path('probe.cjs'), path(script)],
    { env: { PATH: process.env['PATH'], ...settings }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] }
  )
  const url = await addressOf(child)
  const idle = await probe(child)
  process.stdout.write(`\n${name}: ${idle.heapMb.toFixed(0)} MB of heap before\n`)
  for (let round = 1; round <= rounds; round++) await oneRound(child, url, round, idle)
  child.kill()
  await once(child, 'exit')
}

async function oneRound(
  child: ChildProcess,
  url: string,
  round: number,
  idle: Probe
): Promise<void> {
  const body = JSON.stringify({ keywords: ['fox', 'lantern'], genre: 'fairy tale', maxLength: 250 })
  const reading = Array.from({ length: streams }, () => readStream(url, { 'X-API-Key': key }, body))
  // In the middle all of them are open.
  await new Promise(resolve => setTimeout(resolve, (chunks * everyMs) / 2))
  const middle = await probe(child)
  const heard = await Promise.all(reading)
  const end = await probe(child)
  const whole = heard.filter(({ isDone, text }) => isDone && text === heard[0]?.text).length
  const refused = heard.filter(({ status }) => status !== 200)
  const cpuMs = middle.cpuMs + end.cpuMs
  const perChunkUs = (cpuMs * 1000) / (streams * chunks)
  const perStreamKb = ((middle.heapMb - idle.heapMb) * 1000) / streams
  process.stdout.write(
    `round ${round}: ${whole} of ${streams} whole and alike, ${refused.length} refused (${refused[0]?.status ?? '-'}), ${heard[0]?.deltas} deltas; ` +
      `CPU ${perChunkUs.toFixed(1)} us a chunk; loop delay p99 ${Math.max(middle.delayP99Ms, end.delayP99Ms).toFixed(1)} ms, ` +
      `max ${Math.max(middle.delayMaxMs, end.delayMaxMs).toFixed(0)} ms; ` +
      `heap ${perStreamKb.toFixed(0)} KB a stream, ${end.heapMb.toFixed(0)} MB afterwards, rss ${end.rssMb.toFixed(0)} MB\n`
  )
}

async function probe(child: ChildProcess): Promise<Probe> {
  child.send('probe')
  const [answer] = (await once(child, 'message')) as [Probe]
  return answer
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output')
  const lines = createInterface(child.stdout)
  for await (const line of lines) {
    const { action, url } = JSON.parse(line) as { action?: string; url?: string }
    if (action === 'started' && url !== undefined) {
      // The rest is read and dropped: a full pipe would stop the process.
      child.stdout.resume()
      return url
    }
  }
  throw new Error('the process ended before it listened')
}
