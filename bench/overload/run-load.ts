import autocannon, { type Options, type Request } from 'autocannon'
import { percentile } from '../load/send.ts'
import { service, startMeasured } from '../measured/measured-process.ts'
import type { BenchEnvironment, Settings } from '../measured/environment.ts'

export interface OverloadPlan {
  /** Time that the provider takes. */
  readonly modelMs: number
  /** Requests in flight at any moment, over all processes. */
  readonly inFlight: number
  readonly processes: number
  /** Requests a second that are sent, whatever is answered. Default: as many as the connections allow. */
  readonly sentPerSecond?: number
  /** API keys, which the requests use in turn. */
  readonly keys: number
}

interface LoadOptions {
  readonly settings: Settings
  readonly requests: readonly Request[]
  readonly seconds: number
  readonly environment: BenchEnvironment
}

export interface LoadResult {
  readonly plan: OverloadPlan
  /** Delivered stories. */
  readonly perSecond: number
  /** Responses with status 503. */
  readonly refused: number
  readonly otherFaults: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly refusalP99Ms: number
  /** CPU of all processes per delivered story, in microseconds. */
  readonly nodeUsEach: number
  readonly postgresUsEach: number
  /** Of the largest process, at the end of the load. */
  readonly rssMb: number
}

interface Answers {
  readonly storiesMs: number[]
  readonly refusalsMs: number[]
  others: number
}

/** Runs one load on fresh processes, after a warm-up. */
export async function runLoad(plan: OverloadPlan, options: LoadOptions): Promise<LoadResult> {
  const { settings, requests, seconds, environment } = options
  const processes = await Promise.all(
    Array.from({ length: plan.processes }, () => startMeasured(service, settings))
  )
  const answers: Answers = { storiesMs: [], refusalsMs: [], others: 0 }
  const load = async (forSeconds: number, into: Answers): Promise<void> => {
    const connections = Math.ceil(plan.inFlight / plan.processes)
    await Promise.all(
      processes.map(({ url }) =>
        send(into, {
          url,
          connections,
          requests: requests.map(request => withHeaderCheck(request, into)),
          duration: forSeconds,
          timeout: 60,
          ...(plan.sentPerSecond && {
            overallRate: plan.sentPerSecond / plan.processes,
            ignoreCoordinatedOmission: true
          })
        })
      )
    )
  }
  await load(5, { storiesMs: [], refusalsMs: [], others: 0 })
  await Promise.all(processes.map(each => each.probe()))
  const postgresBeforeMs = environment.postgresCpuMs()
  await load(seconds, answers)
  const postgresMs = environment.postgresCpuMs() - postgresBeforeMs
  const probes = await Promise.all(processes.map(each => each.probe()))
  await Promise.all(processes.map(each => each.stop()))
  const stories = Math.max(answers.storiesMs.length, 1)
  const nodeMs = probes.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  return {
    plan,
    perSecond: answers.storiesMs.length / seconds,
    refused: answers.refusalsMs.length,
    otherFaults: answers.others,
    p50Ms: percentileOf(answers.storiesMs, 0.5),
    p99Ms: percentileOf(answers.storiesMs, 0.99),
    refusalP99Ms: percentileOf(answers.refusalsMs, 0.99),
    nodeUsEach: (nodeMs * 1000) / stories,
    postgresUsEach: (postgresMs * 1000) / stories,
    rssMb: Math.max(...probes.map(({ rssMb }) => rssMb))
  }
}

/** A refusal must say when to try again. */
function withHeaderCheck(request: Request, into: Answers): Request {
  const onResponse: Request['onResponse'] = (status, _body, _context, headers) => {
    const names = Object.keys(headers ?? {}).map(name => name.toLowerCase())
    if (status === 503 && !names.includes('retry-after')) into.others++
  }
  return { ...request, onResponse }
}

async function send(into: Answers, options: Options): Promise<void> {
  const { promise: done, resolve, reject } = Promise.withResolvers<number>()
  autocannon(options, (error: Error | null, result) => {
    if (error === null) resolve(result.errors)
    else reject(error)
  }).on('response', (_client, status, _bytes, tookMs) => {
    if (status === 200) into.storiesMs.push(tookMs)
    else if (status === 503) into.refusalsMs.push(tookMs)
    else into.others++
  })
  into.others += await done
}

/** @param share from 0 to 1 */
function percentileOf(values: readonly number[], share: number): number {
  return percentile({ latenciesMs: values.toSorted((one, other) => one - other) }, share)
}
