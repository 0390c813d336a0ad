import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
  retry,
  wrap,
  type IPolicy
} from 'cockatiel'
import { currentContext } from '#core/context/request-context.js'
import { withDeadline } from '#core/context/deadline.js'
import type { ServicesMetrics } from './services.metrics.js'
import type { ServicesSettings } from './services.config.js'
import type { ServiceToken } from './service-token.js'

export interface ServiceAddress {
  /** Label of the metric. */
  readonly service: 'kuybi'
  readonly baseUrl: string
}

export interface ServiceResponse {
  readonly status: number
  readonly body: unknown
}

/** No response that says more than that the service has an outage. */
class ServiceFailed extends Error {}

const failureThreshold = 5
const successThreshold = 2
const openForMs = 60_000
const firstDelayMs = 1000
const maxDelayMs = 10_000
const maxBodyBytes = 65_536

/** The service is not available: no response, 5xx after all retries, or an open circuit breaker. */
export class ServiceUnreachable extends Error {}

/** Signed calls to one other service: deadline, circuit breaker, retries of network faults and 5xx. */
export class ServiceClient {
  private readonly policy: IPolicy

  constructor(
    private readonly address: ServiceAddress,
    private readonly token: ServiceToken,
    private readonly settings: ServicesSettings,
    private readonly metrics: ServicesMetrics
  ) {
    const failures = handleWhen(error => error instanceof ServiceFailed)
    const retries = retry(failures, {
      maxAttempts: settings.SERVICE_CLIENT_MAX_RETRIES,
      backoff: new ExponentialBackoff({
        initialDelay: firstDelayMs,
        maxDelay: maxDelayMs,
        exponent: settings.SERVICE_CLIENT_RETRY_BACKOFF,
        generator: noJitterGenerator
      })
    })
    const breaker = circuitBreaker(failures, {
      breaker: new ConsecutiveBreaker(failureThreshold),
      halfOpenAfter: openForMs,
      halfOpenSampling: { calls: successThreshold, threshold: 0 }
    })
    this.policy = wrap(retries, breaker)
  }

  /**
   * @param headers in addition to token and ids
   * @throws ServiceUnreachable
   * @throws the reason of the signal
   */
  async post(
    path: string,
    body: object,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal
  ): Promise<ServiceResponse> {
    const timeoutMs = this.settings.SERVICE_CLIENT_TIMEOUT * 1000
    try {
      return await withDeadline(timeoutMs, signal, (inTime, deadlineAtMs) =>
        this.policy.execute(
          () => this.attempt(path, body, { ...headers, ...deadlineHeader(deadlineAtMs) }, inTime),
          inTime
        )
      )
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (error instanceof BrokenCircuitError) this.count('rejected')
      throw new ServiceUnreachable('the service is not available', { cause: error })
    }
  }

  private async attempt(
    path: string,
    body: object,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal
  ): Promise<ServiceResponse> {
    const response = await this.send(path, body, headers, signal)
    this.count(`${Math.trunc(response.status / 100)}xx`)
    if (response.status < 500) return response
    throw new ServiceFailed(`the service responded with ${response.status}`)
  }

  private async send(
    path: string,
    body: object,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal
  ): Promise<ServiceResponse> {
    const context = currentContext()
    try {
      const response = await fetch(`${this.address.baseUrl.replace(/\/$/, '')}${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${this.token.current()}`,
          ...(context && {
            'X-Request-ID': context.requestId,
            'X-Correlation-ID': context.correlationId
          }),
          ...headers
        },
        body: JSON.stringify(body),
        // A redirect could lead the token to another host.
        redirect: 'manual',
        signal
      })
      return { status: response.status, body: await boundedJson(response) }
    } catch (error) {
      this.count('failed')
      throw new ServiceFailed('the service did not respond', { cause: error })
    }
  }

  private count(status: string): void {
    this.metrics.calls.inc({ service: this.address.service, method: 'POST', status })
  }
}

/** The milliseconds that are left, so that the service does not work for a caller that waits no longer. */
function deadlineHeader(deadlineAtMs: number): Readonly<Record<string, string>> {
  return {
    'X-Request-Timeout-Ms': String(Math.max(1, Math.floor(deadlineAtMs - performance.now())))
  }
}

/** Undefined for a body that is no JSON, or is too large to be an answer. */
async function boundedJson({ body }: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.byteLength
    if (bytes > maxBodyBytes) return undefined
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
