import {
  bare,
  service,
  startMeasured,
  type MeasuredProcess,
  type Probe
} from '../measured/measured-process.ts'
import { benchKey, openStand } from '../measured/stand.ts'
import { readStream } from './readers.ts'

/**
 * `npm run bench -- streams [streams] [words] [every ms] [rounds]`: so many streams at once on one
 * instance, beside a bare Fastify handler that uses the SDK's stream, in one run. Prints a line a
 * round: lost or reordered streams, CPU per chunk, event-loop delay, memory.
 */
const [streams = 500, words = 200, everyMs = 100, rounds = 5] = process.argv.slice(2).map(Number)

const stand = await openStand()
try {
  process.stdout.write(`${streams} streams of ${words} words, one every ${everyMs} ms\n`)
  const settings = await stand.telling({ words, everyMs })
  await measure('bare Fastify and SDK', bare, settings)
  await measure('the service', service, settings)
} finally {
  await stand.close()
}

async function measure(
  name: string,
  script: string,
  settings: Readonly<Record<string, string>>
): Promise<void> {
  const measured = await startMeasured(script, settings)
  const idle = await measured.probe()
  process.stdout.write(`\n${name}: ${idle.heapMb.toFixed(0)} MB of heap before\n`)
  for (let round = 1; round <= rounds; round++) await oneRound(measured, round, idle)
  await measured.stop()
}

async function oneRound(measured: MeasuredProcess, round: number, idle: Probe): Promise<void> {
  const body = JSON.stringify({
    keywords: ['fox', 'lantern'],
    genre: 'fairy tale',
    maxLength: Math.max(Math.ceil(words * 1.25), 100)
  })
  const reading = Array.from({ length: streams }, () =>
    readStream(measured.url, { 'X-API-Key': benchKey }, body)
  )
  // In the middle all of them are open.
  await new Promise(resolve => setTimeout(resolve, (words * everyMs) / 2))
  const middle = await measured.probe()
  const heard = await Promise.all(reading)
  const end = await measured.probe()
  const whole = heard.filter(({ isDone, text }) => isDone && text === heard[0]?.text).length
  const refused = heard.filter(({ status }) => status !== 200)
  const cpuMs = middle.cpuMs + end.cpuMs
  const perChunkUs = (cpuMs * 1000) / (streams * words)
  const perStreamKb = ((middle.heapMb - idle.heapMb) * 1000) / streams
  process.stdout.write(
    `round ${round}: ${whole} of ${streams} whole and alike, ${refused.length} refused (${refused[0]?.status ?? '-'}), ${heard[0]?.deltas} deltas; ` +
      `CPU ${perChunkUs.toFixed(1)} us a chunk; loop delay p99 ${Math.max(middle.delayP99Ms, end.delayP99Ms).toFixed(1)} ms, ` +
      `max ${Math.max(middle.delayMaxMs, end.delayMaxMs).toFixed(0)} ms; ` +
      `heap ${perStreamKb.toFixed(0)} KB a stream, ${end.heapMb.toFixed(0)} MB afterwards, rss ${end.rssMb.toFixed(0)} MB\n`
  )
}
