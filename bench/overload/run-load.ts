import type { LoadRequest } from '../load/requests.ts'
import { faultsOf, percentile, send, type Sent } from '../load/send.ts'
import { service, startMeasured, type Probe } from '../measured/measured-process.ts'
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
  readonly requests: readonly LoadRequest[]
  readonly seconds: number
  readonly environment: BenchEnvironment
}

const warmUpSeconds = 5

export interface LoadResult {
  readonly plan: OverloadPlan
  /** Delivered stories. */
  readonly perSecond: number
  /** Responses with status 503. */
  readonly refused: number
  readonly otherFaults: number
  /** Requests that the client did not send, because all connections were in use. */
  readonly unsent: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly refusalP99Ms: number
  /** CPU of all processes per delivered story, in microseconds. */
  readonly nodeUsEach: number
  readonly postgresUsEach: number
  /** Of the largest process, at the end of the load. */
  readonly rssMb: number
}

/** Runs one load on fresh processes, after a warm-up. */
export async function runLoad(plan: OverloadPlan, options: LoadOptions): Promise<LoadResult> {
  const { settings, requests, seconds, environment } = options
  const processes = await Promise.all(
    Array.from({ length: plan.processes }, () => startMeasured(service, settings))
  )
  const load = (forSeconds: number): Promise<Sent[]> => {
    const of = {
      requests,
      connections: Math.ceil(plan.inFlight / plan.processes),
      perSecond: plan.sentPerSecond && plan.sentPerSecond / plan.processes,
      until: { seconds: forSeconds }
    }
    return Promise.all(processes.map(({ url }) => send(url, of)))
  }
  await load(warmUpSeconds)
  await Promise.all(processes.map(each => each.probe()))
  const postgresBeforeMs = environment.postgresCpuMs()
  const sent = await load(seconds)
  const postgresMs = environment.postgresCpuMs() - postgresBeforeMs
  const probes = await Promise.all(processes.map(each => each.probe()))
  await Promise.all(processes.map(each => each.stop()))
  return resultOf(plan, { sent, seconds, postgresMs, probes })
}

interface Measured {
  readonly sent: readonly Sent[]
  readonly seconds: number
  readonly postgresMs: number
  readonly probes: readonly Probe[]
}

function resultOf(plan: OverloadPlan, measured: Measured): LoadResult {
  const { sent, seconds, postgresMs, probes } = measured
  const storiesMs = sorted(sent.flatMap(({ latenciesMs }) => latenciesMs))
  const refusalsMs = sorted(sent.flatMap(each => each.refusalsMs))
  const refused = sum(sent.map(({ faults }) => faults['503'] ?? 0))
  const nodeMs = sum(probes.map(({ cpuMs }) => cpuMs))
  const stories = Math.max(storiesMs.length, 1)
  return {
    plan,
    perSecond: storiesMs.length / seconds,
    refused,
    otherFaults: sum(sent.map(faultsOf)) - refused,
    unsent: sum(sent.map(({ unsent }) => unsent)),
    p50Ms: percentile(storiesMs, 0.5),
    p99Ms: percentile(storiesMs, 0.99),
    refusalP99Ms: percentile(refusalsMs, 0.99),
    nodeUsEach: (nodeMs * 1000) / stories,
    postgresUsEach: (postgresMs * 1000) / stories,
    rssMb: Math.max(...probes.map(({ rssMb }) => rssMb))
  }
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other)
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
