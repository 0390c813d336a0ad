import {
  bare,
  service,
  startMeasured,
  type MeasuredProcess,
  type Probe
} from '../measured/measured-process.ts'
import { benchKeys, startEnvironment } from '../measured/environment.ts'
import { readStream, type Heard } from './readers.ts'

export interface StreamsForm {
  readonly atOnce?: number | undefined
  readonly words?: number | undefined
  readonly everyMs?: number | undefined
  readonly rounds?: number | undefined
}

/**
 * Opens many streams at once on one instance and, in the same run, on a bare Fastify handler that uses the SDK's
 * stream. Prints a line for each round: incomplete streams, CPU time per chunk, event loop delay, memory.
 *
 * @returns whether all streams of the service were complete and identical
 */
export async function streams(form: StreamsForm): Promise<boolean> {
  const { atOnce = 500, words = 200, everyMs = 100, rounds = 5 } = form
  const environment = await startEnvironment()
  try {
    process.stdout.write(`${atOnce} streams of ${words} words, one every ${everyMs} ms\n`)
    const settings = await environment.settingsFor({ words, everyMs })
    const plan = { atOnce, words, everyMs, rounds }
    await measure('bare Fastify and SDK', await startMeasured(bare, settings), plan)
    return await measure('the service', await startMeasured(service, settings), plan)
  } finally {
    await environment.close()
  }
}

type Plan = { readonly [Name in keyof StreamsForm]-?: number }

const headers = { 'X-API-Key': benchKeys[0] }

function bodyOf({ words }: Plan): string {
  const maxLength = Math.max(Math.ceil(words * 1.25), 100)
  return JSON.stringify({ keywords: ['fox', 'lantern'], genre: 'fairy tale', maxLength })
}

/** Whether all streams of all rounds were complete and identical. */
async function measure(name: string, measured: MeasuredProcess, plan: Plan): Promise<boolean> {
  const started = await measured.probe()
  // What the first stream loads, such as the tokenizer, belongs to the process and not to each stream.
  await readStream(measured.url, headers, bodyOf(plan))
  const idle = await measured.probe()
  process.stdout.write(
    `\n${name}: ${started.heapMb.toFixed(0)} MB of heap at start, ` +
      `${idle.heapMb.toFixed(0)} MB after one stream\n`
  )
  let isWhole = true
  for (let round = 1; round <= plan.rounds; round++) {
    const whole = await oneRound(measured, round, idle, plan)
    isWhole &&= whole === plan.atOnce
  }
  await measured.stop()
  return isWhole
}

/** Number of streams that were complete and identical. */
async function oneRound(
  measured: MeasuredProcess,
  round: number,
  idle: Probe,
  plan: Plan
): Promise<number> {
  const { atOnce, words, everyMs } = plan
  const body = bodyOf(plan)
  const reading = Array.from({ length: atOnce }, () => readStream(measured.url, headers, body))
  // Halfway through, all streams are open.
  await new Promise(resolve => setTimeout(resolve, (words * everyMs) / 2))
  const middle = await measured.probe()
  const heard = await Promise.all(reading)
  const end = await measured.probe()
  const whole = wholeAndAlike(heard)
  const perChunkUs = ((middle.cpuMs + end.cpuMs) * 1000) / (atOnce * words)
  const perStreamKb = ((middle.heapMb - idle.heapMb) * 1000) / atOnce
  const delayP99Ms = Math.max(middle.delayP99Ms, end.delayP99Ms)
  const delayMaxMs = Math.max(middle.delayMaxMs, end.delayMaxMs)
  process.stdout.write(
    `round ${round}: ${whole} of ${atOnce} whole and alike, ${refusals(heard)}; ` +
      `CPU ${perChunkUs.toFixed(1)} us a chunk; ` +
      `loop delay p99 ${delayP99Ms.toFixed(1)} ms, max ${delayMaxMs.toFixed(0)} ms; ` +
      `heap ${perStreamKb.toFixed(0)} KB a stream, ${end.heapMb.toFixed(0)} MB afterwards, ` +
      `rss ${end.rssMb.toFixed(0)} MB\n`
  )
  return whole
}

function wholeAndAlike(heard: readonly Heard[]): number {
  return heard.filter(({ isDone, text }) => isDone && text === heard[0]?.text).length
}

function refusals(heard: readonly Heard[]): string {
  const refused = heard.filter(({ status }) => status !== 200)
  return `${refused.length} refused${refused[0] ? ` (${refused[0].status})` : ''}`
}
