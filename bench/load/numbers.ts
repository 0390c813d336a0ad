import type { Cpu } from './cpu.ts'
import type { Burst } from './burst.ts'
import { ms, say, table } from './print.ts'
import { faultsOf, percentile, type Sent } from './send.ts'

export interface Measured {
  /** By name of the load. */
  readonly sent: Readonly<Record<string, Sent>>
  readonly modelMs: number
  readonly burst: Burst
  readonly burstModelMs: number
  readonly cpu: Cpu
}

interface Held {
  readonly number: string
  readonly bound: string
  readonly measured: string
  readonly holds: boolean
}

/** Prints the performance targets and the measured values. Returns whether all targets are met. */
export function numbersToHold(measured: Measured): boolean {
  const all = [...ofLoads(measured), ...ofBurst(measured), ...ofCpu(measured)]
  const rows = all.map(({ number, bound, measured: value, holds }) => [
    number,
    bound,
    value,
    holds ? 'yes' : '**no**'
  ])
  say(table(['number', 'to hold', 'measured', 'holds'], rows))
  return all.every(({ holds }) => holds)
}

function ofLoads({ sent, modelMs, burst }: Measured): Held[] {
  const { generate, reads } = sent
  if (generate === undefined || reads === undefined) throw new Error('a load is missing')
  const all = [...Object.values(sent), burst.sent]
  const errors = all.reduce((sum, each) => sum + faultsOf(each), 0)
  const answers = all.reduce((sum, each) => sum + each.answers, 0)
  const beside = percentile(generate.latenciesMs, 0.95) - modelMs
  const ofReads = percentile(reads.latenciesMs, 0.95)
  return [
    held('p95 of a generation, but for the model', '< 200 ms', `${ms(beside)} ms`, beside < 200),
    held('p95 of a read', '< 200 ms', `${ms(ofReads)} ms`, ofReads < 200),
    held(
      'errors of our own making',
      '< 0.1 %',
      `${errors} of ${answers}`,
      answers > 0 && errors / answers < 0.001
    ),
    held('generations a second', '> 100', generate.perSecond.toFixed(0), generate.perSecond > 100)
  ]
}

function ofBurst({ burst: { sent, kbEach }, burstModelMs }: Measured): Held[] {
  const told = sent.answers - faultsOf(sent)
  const beside = percentile(sent.latenciesMs, 0.95) - burstModelMs
  return [
    held(
      'generations at once',
      '500',
      `${told}, the p95 ${ms(beside)} ms later than the model`,
      told === 500
    ),
    held('heap of a waiting request', '< 100 KB', `${ms(kbEach)} KB`, kbEach < 100)
  ]
}

function ofCpu({ cpu: { serviceUs, cachedUs, bareUs } }: Measured): Held[] {
  return [
    held(
      'CPU of a request',
      `< ${ms(bareUs)} us, a bare handler’s`,
      `${ms(serviceUs)} us, ${(serviceUs / bareUs).toFixed(2)} times`,
      serviceUs < bareUs
    ),
    held('CPU of a cached story', '< 250 us', `${ms(cachedUs)} us`, cachedUs < 250)
  ]
}

function held(number: string, bound: string, measured: string, holds: boolean): Held {
  return { number, bound, measured, holds }
}
