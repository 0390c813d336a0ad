import autocannon, { type Options, type Request, type Result } from 'autocannon'

export interface Load {
  readonly requests: readonly Request[]
  readonly connections: number
  /** Requests a second that are sent, whatever is answered. Default: as many as the connections allow. */
  readonly perSecond?: number
  /** Stops after this time, or after this number of responses. */
  readonly until: { readonly seconds: number } | { readonly answers: number }
}

/** Result of a load. */
export interface Sent {
  readonly answers: number
  /** Responses outside 2xx by status, and `failed` for requests without a response. */
  readonly faults: Readonly<Record<string, number>>
  readonly perSecond: number
  /** Milliseconds, sorted. */
  readonly latenciesMs: readonly number[]
}

/** Sends requests on many connections, one at a time on each. */
export async function send(url: string, load: Load): Promise<Sent> {
  const { requests, connections, until, perSecond } = load
  const latenciesMs: number[] = []
  const faults: Record<string, number> = {}
  const options: Options = {
    url,
    connections,
    requests: [...requests],
    timeout: 60,
    ...(perSecond && { overallRate: perSecond, ignoreCoordinatedOmission: true }),
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.answers })
  }
  const beganAtMs = performance.now()
  let lastAtMs = beganAtMs
  const { promise: done, resolve, reject } = Promise.withResolvers<Result>()
  autocannon(options, (error: Error | null, result) => {
    if (error === null) resolve(result)
    else reject(error)
  }).on('response', (_client, status, _bytes, tookMs) => {
    latenciesMs.push(tookMs)
    lastAtMs = performance.now()
    if (status < 200 || status > 299) faults[status] = (faults[status] ?? 0) + 1
  })
  const { errors } = await done
  // It looks only once a second whether it is done.
  const seconds = (lastAtMs - beganAtMs) / 1000
  if (errors > 0) faults['failed'] = errors
  latenciesMs.sort((one, other) => one - other)
  const answers = latenciesMs.length
  return { answers, faults, perSecond: answers / seconds, latenciesMs }
}

/** @param share from 0 to 1 */
export function percentile({ latenciesMs }: Pick<Sent, 'latenciesMs'>, share: number): number {
  return latenciesMs[Math.min(Math.floor(latenciesMs.length * share), latenciesMs.length - 1)] ?? 0
}

export function faultWords({ faults, answers }: Sent): string {
  const list = Object.entries(faults).map(([what, count]) => `${count} of ${answers} ${what}`)
  return list.join(', ') || '0'
}

export function faultsOf({ faults }: Sent): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0)
}
