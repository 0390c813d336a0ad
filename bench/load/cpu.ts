import { bare, service, startMeasured, type MeasuredProcess } from '../measured/measured-process.ts'
import type { Settings } from '../measured/environment.ts'
import { generate } from './requests.ts'
import { ms, say } from './print.ts'
import { faultWords, send } from './send.ts'

/** Medians of CPU time in microseconds a request. */
export interface Cpu {
  readonly serviceUs: number
  readonly bareUs: number
}

const rounds = 5
const answersARound = 3000
const connections = 20

/** Alternates between the two, so that changes of the machine's speed affect both. */
export async function cpuOfRequests(settings: Settings, words: number): Promise<Cpu> {
  const ours = await startMeasured(service, settings)
  const theirs = await startMeasured(bare, settings)
  const serviceUs: number[] = []
  const bareUs: number[] = []
  say(`CPU of ${answersARound} requests a round, the model answering at once:`)
  for (let round = 0; round <= rounds; round++) {
    const own = await oneRound(ours, words)
    const other = await oneRound(theirs, words)
    say(`${round === 0 ? 'warm-up' : `round ${round}`}: ${wordsOf(own)}; bare ${wordsOf(other)}`)
    if (round === 0) continue
    serviceUs.push(own.usEach)
    bareUs.push(other.usEach)
  }
  await Promise.all([ours.stop(), theirs.stop()])
  return { serviceUs: median(serviceUs), bareUs: median(bareUs) }
}

interface Round {
  readonly usEach: number
  readonly perSecond: number
}

function wordsOf({ usEach, perSecond }: Round): string {
  return `${ms(usEach)} us, ${perSecond.toFixed(0)} a second`
}

async function oneRound(measured: MeasuredProcess, words: number): Promise<Round> {
  await measured.probe()
  const load = { requests: [generate(words)], connections, until: { answers: answersARound } }
  const sent = await send(measured.url, load)
  if (faultWords(sent) !== '0') throw new Error(`while CPU was measured: ${faultWords(sent)}`)
  const { cpuMs } = await measured.probe()
  return { usEach: (cpuMs * 1000) / sent.answers, perSecond: sent.perSecond }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
