import type { GenerationOptions, TimeoutOptions } from './client-options.js'
import { randomId } from './random-id.js'
import type { Call } from './transport.js'

/** A call that generates a buffered story. */
export function generationCall(options: GenerationOptions, timeouts: TimeoutOptions = {}): Call {
  const timeoutMs = options.timeoutMs ?? timeouts.generationMs ?? 130_000
  return { ...options, timeoutMs, headers: generationHeaders(options) }
}

/** All attempts of a call share these headers, and so one Idempotency-Key. */
export function generationHeaders({
  idempotencyKey = randomId(),
  bypassCache = false
}: GenerationOptions): Readonly<Record<string, string>> {
  return { 'Idempotency-Key': idempotencyKey, ...(bypassCache && { 'Cache-Control': 'no-cache' }) }
}
