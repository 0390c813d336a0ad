import type { Answer } from './answer.js'
import type { CallOptions } from './client-options.js'
import * as calls from './generated/sdk.gen.js'
import type { Health, Liveness, Readiness, Startup } from './generated/types.gen.js'
import { fieldsOf } from './error-of-response.js'
import type { Call, Transport } from './transport.js'

/** Health reports. A report with status 503 is returned, not thrown. There are no retries. */
export class HealthCalls {
  constructor(private readonly transport: Transport) {}

  read(options: CallOptions = {}): Answer<Health> {
    return this.transport.request(sending => calls.readHealth(sending), probe(options))
  }

  readLiveness(options: CallOptions = {}): Answer<Liveness> {
    return this.transport.request(sending => calls.readLiveness(sending), probe(options))
  }

  readReadiness(options: CallOptions = {}): Answer<Readiness> {
    return this.transport.request(sending => calls.readReadiness(sending), probe(options))
  }

  readStartup(options: CallOptions = {}): Answer<Startup> {
    return this.transport.request(sending => calls.readStartup(sending), probe(options))
  }
}

function probe(options: CallOptions): Call {
  return { retry: { maxAttempts: 1 }, ...options, isAnswer: isReport }
}

function isReport(status: number, body: unknown): boolean {
  const { timestamp, error } = fieldsOf(body)
  return status === 503 && timestamp !== undefined && error === undefined
}
