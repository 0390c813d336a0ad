import { bare, service, startMeasured, type MeasuredProcess } from '../measured/measured-process.ts'
import type { Settings } from '../measured/environment.ts'
import { generate, generateAgain, type LoadRequest } from './requests.ts'
import { ms, say } from './print.ts'
import { faultWords, send } from './send.ts'

/** Medians of CPU time in microseconds a request. */
export interface Cpu {
  readonly serviceUs: number
  /** A story of the cache; its row, which is written after the response, included. */
  readonly cachedUs: number
  readonly bareUs: number
}

const rounds = 5
const answersARound = 3000
const connections = 20
const cacheTtlSeconds = '600'

interface Contender {
  readonly name: string
  readonly measured: MeasuredProcess
  readonly request: LoadRequest
  readonly usEach: number[]
}

/** Alternates between them, so that changes of the machine's speed affect all. */
export async function cpuOfRequests(settings: Settings, words: number): Promise<Cpu> {
  const contender = async (
    name: string,
    script: string,
    request: LoadRequest,
    own: Settings = {}
  ): Promise<Contender> => {
    const measured = await startMeasured(script, { ...settings, ...own })
    return { name, measured, request, usEach: [] }
  }
  const written = await contender('written', service, generate(words))
  const cached = await contender('cached', service, generateAgain(words), {
    CACHE_TTL: cacheTtlSeconds
  })
  const theirs = await contender('bare', bare, generate(words))
  const all = [written, cached, theirs]
  say(`CPU of ${answersARound} requests a round, the model answering at once:`)
  for (let round = 0; round <= rounds; round++) {
    const results: string[] = []
    for (const each of all) results.push(await oneRound(each, round > 0))
    say(`${round === 0 ? 'warm-up' : `round ${round}`}: ${results.join('; ')}`)
  }
  await Promise.all(all.map(({ measured }) => measured.stop()))
  return {
    serviceUs: median(written.usEach),
    cachedUs: median(cached.usEach),
    bareUs: median(theirs.usEach)
  }
}

async function oneRound(contender: Contender, counts: boolean): Promise<string> {
  const { name, measured, request, usEach } = contender
  await measured.probe()
  const load = { requests: [request], connections, until: { answers: answersARound } }
  const sent = await send(measured.url, load)
  if (faultWords(sent) !== '0') throw new Error(`while CPU was measured: ${faultWords(sent)}`)
  const { cpuMs } = await measured.probe()
  const us = (cpuMs * 1000) / sent.answers
  if (counts) usEach.push(us)
  return `${name} ${ms(us)} us, ${sent.perSecond.toFixed(0)} a second`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
