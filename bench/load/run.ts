import type { Request } from 'autocannon'
import { bare, service, startMeasured, type Probe } from '../measured/measured-process.ts'
import { openStand } from '../measured/stand.ts'
import { generate, reads, stream, writeOne } from './orders.ts'
import { faultsOf, percentile, send, type Load, type Sent } from './send.ts'

/**
 * `npm run bench -- load [seconds]`: generate, stream, reads and a mixture of them on one instance,
 * with latency percentiles and errors; then 500 generations at once and the CPU of a request beside
 * that of a bare Fastify handler with the SDK. Ends with the numbers of product.md, section 7, and
 * with exit code 1 when one of them is not held.
 */
const seconds = Number(process.argv[2] ?? 15)

/** A story of the usual length, in one piece, from a model that is quick for its kind. */
const words = 420
const modelMs = 400
/** A stream takes 4 seconds. */
const streamed = { words: 80, everyMs: 50 }
const crowdModelMs = 4000
const atOnce = 500
const rounds = 5
const requestsARound = 3000

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const ms = (value: number): string => value.toFixed(1)

interface Crowd {
  readonly sent: Sent
  readonly kbEach: number
}

interface Cpu {
  readonly serviceUs: number
  readonly bareUs: number
}

const stand = await openStand()
try {
  const told = await stand.telling({ words, everyMs: streamed.everyMs, delayMs: modelMs })
  const sent = await loads(told)
  const crowd = await crowded(await stand.telling({ words, delayMs: crowdModelMs }))
  const cpu = await cpuPerRequest(await stand.telling({ words }))
  process.exitCode = numbersToHold(sent, crowd, cpu) ? 0 : 1
} finally {
  await stand.close()
}

async function loads(
  settings: Readonly<Record<string, string>>
): Promise<Readonly<Record<string, Sent>>> {
  const short = await stand.telling(streamed)
  const { url, stop } = await startMeasured(service, settings)
  const streaming = await startMeasured(service, short)
  const reading = reads(await writeOne(url, words))
  const writing = generate(words)
  const plan: Readonly<Record<string, [string, readonly Request[], number]>> = {
    generate: [url, [writing], 60],
    stream: [streaming.url, [stream(streamed.words)], 200],
    reads: [url, reading, 20],
    // As a dashboard does: far more is read than is written.
    mixed: [url, [writing, ...reading, ...reading], 60]
  }
  say(`\n| load | connections | a second | p50 ms | p90 | p95 | p99 | max | errors |`)
  say(`|---|---|---|---|---|---|---|---|---|`)
  const results: Record<string, Sent> = {}
  for (const [name, [to, requests, connections]] of Object.entries(plan)) {
    await send(to, { requests, connections, until: { answers: connections } })
    const sent = await send(to, { requests, connections, until: { seconds } })
    results[name] = sent
    const [p50, p90, p95, p99, max] = [0.5, 0.9, 0.95, 0.99, 1].map(share =>
      ms(percentile(sent, share))
    )
    say(
      `| ${name} | ${connections} | ${ms(sent.perSecond)} | ${p50} | ${p90} | ${p95} | ${p99} | ${max} | ${words_(sent)} |`
    )
  }
  await Promise.all([stop(), streaming.stop()])
  return results
}

async function crowded(settings: Readonly<Record<string, string>>): Promise<Crowd> {
  const measured = await startMeasured(service, settings)
  const load: Load = {
    requests: [generate(words)],
    connections: atOnce,
    until: { answers: atOnce }
  }
  // Twice: connections and code are warm in the second.
  await send(measured.url, load)
  const idle = await measured.probe()
  const sending = send(measured.url, load)
  await new Promise(resolve => setTimeout(resolve, (crowdModelMs * 3) / 4))
  const middle = await measured.probe()
  const sent = await sending
  await measured.stop()
  return { sent, kbEach: ((middle.heapMb - idle.heapMb) * 1000) / atOnce }
}

/** In turn, so that a machine that changes its speed changes it for both. */
async function cpuPerRequest(settings: Readonly<Record<string, string>>): Promise<Cpu> {
  const measured = [
    await startMeasured(service, settings),
    await startMeasured(bare, settings)
  ] as const
  const load: Load = {
    requests: [generate(words)],
    connections: 20,
    until: { answers: requestsARound }
  }
  say(`\nCPU of ${requestsARound} requests a round, the model answering at once:`)
  const all: [number, number][] = []
  for (let round = 0; round <= rounds; round++) {
    const pair: number[] = []
    for (const each of measured) {
      await each.probe()
      const sent = await send(each.url, load)
      pair.push(usEach(await each.probe(), sent))
      if (faultsOf(sent) > 0) throw new Error(`${words_(sent)} while CPU was measured`)
    }
    const [ours = 0, theirs = 0] = pair
    // The first is for the compiler to warm up.
    if (round > 0) all.push([ours, theirs])
    say(`${round === 0 ? 'warm-up' : `round ${round}`}: ${ms(ours)} us, bare ${ms(theirs)} us`)
  }
  await Promise.all(measured.map(each => each.stop()))
  return {
    serviceUs: median(all.map(([ours]) => ours)),
    bareUs: median(all.map(([, theirs]) => theirs))
  }
}

function usEach({ cpuMs }: Probe, { answers }: Sent): number {
  return (cpuMs * 1000) / answers
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function words_({ faults, answers }: Sent): string {
  const list = Object.entries(faults).map(([what, count]) => `${count} of ${answers} ${what}`)
  return list.join(', ') || '0'
}

/** Whether all of them hold. */
function numbersToHold(
  sent: Readonly<Record<string, Sent>>,
  crowd: Crowd,
  { serviceUs, bareUs }: Cpu
): boolean {
  const { generate: written } = sent
  if (written === undefined) throw new Error('nothing was generated')
  const all = [...Object.values(sent), crowd.sent]
  const errors = all.reduce((sum, each) => sum + faultsOf(each), 0)
  const answers = all.reduce((sum, each) => sum + each.answers, 0)
  const beside = percentile(written, 0.95) - modelMs
  const besideInCrowd = percentile(crowd.sent, 0.95) - crowdModelMs
  const rows: [string, string, string, boolean][] = [
    ['p95 of all but the model', '< 200 ms', `${ms(beside)} ms`, beside < 200],
    [
      'errors of our own making',
      '< 0.1 %',
      `${errors} of ${answers}`,
      errors / Math.max(answers, 1) < 0.001
    ],
    ['generations a second', '> 100', ms(written.perSecond), written.perSecond > 100],
    [
      'generations at once',
      String(atOnce),
      `${crowd.sent.answers - faultsOf(crowd.sent)}, p95 beside the model ${ms(besideInCrowd)} ms`,
      faultsOf(crowd.sent) === 0 && crowd.sent.answers === atOnce
    ],
    ['heap of a waiting request', '< 100 KB', `${ms(crowd.kbEach)} KB`, crowd.kbEach < 100],
    [
      'CPU of a request',
      `< ${ms(bareUs)} us, a bare handler’s`,
      `${ms(serviceUs)} us, ${(serviceUs / bareUs).toFixed(2)} times`,
      serviceUs < bareUs
    ]
  ]
  say(`\n| number | to hold | measured | holds |`)
  say(`|---|---|---|---|`)
  for (const [name, bound, measured, holds] of rows) {
    say(`| ${name} | ${bound} | ${measured} | ${holds ? 'yes' : '**no**'} |`)
  }
  return rows.every(([, , , holds]) => holds)
}
