/** A provider's error, independent of the format of its body. */
export interface ProviderFailure {
  /** The status in the body if there is one, else the status of the response. */
  readonly status: number | undefined
  readonly code: string | undefined
  readonly type: string | undefined
  readonly param: string | undefined
  /** The provider's message. It is not logged or sent, because it may quote the prompt or a key. */
  readonly message: string
  /** The retry delay in the body, in milliseconds. */
  readonly retryAfterMs: number | undefined
}

type Json = Readonly<Record<string, unknown>>

/** Texts are truncated to this length, in UTF-16 code units. */
const maxMessage = 4_000

/**
 * Reads the body of an error: OpenAI's `{"error": {…}}`, a string as the error, Gemini's array of
 * one, vLLM's fields at the top, FastAPI's `detail`. Undefined when it holds no error.
 *
 * @param status of the response, where that is an error
 */
export function readFailure(body: unknown, status?: number): ProviderFailure | undefined {
  const top = toObject(Array.isArray(body) ? body[0] : body)
  if (top === undefined) return undefined
  const { error } = top
  if (typeof error === 'string' && error !== '') return failure({ message: error }, status)
  const nested = toObject(error)
  if (nested !== undefined) return failure(nested, status)
  const isError = top['object'] === 'error' || top['type'] === 'error' || status !== undefined
  return isError ? failure(top, status) : undefined
}

function failure(error: Json, status: number | undefined): ProviderFailure {
  const { code, type, param, metadata } = error
  // Gateways nest the error of the upstream provider.
  const words = [error['message'], error['detail'], toObject(metadata)?.['raw']]
  return {
    status: statusOf(code) ?? statusOf(error['status']) ?? status,
    code: toWord(code) ?? toWord(toObject(error['innererror'])?.['code']),
    type: toWord(type) ?? toWord(error['status']),
    param: toWord(param),
    message: words.map(toText).join(' ').trim().slice(0, maxMessage),
    retryAfterMs: retryDelayOf(error['details'])
  }
}

/** Google's RetryInfo: `"retryDelay": "2s"`. */
function retryDelayOf(details: unknown): number | undefined {
  const infos: readonly unknown[] = Array.isArray(details) ? details : []
  const delay = infos.map(info => toObject(info)?.['retryDelay']).find(one => one !== undefined)
  const seconds =
    typeof delay === 'string' ? /^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(delay)?.[1] : undefined
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

function statusOf(value: unknown): number | undefined {
  const code = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value
  return typeof code === 'number' && code >= 400 && code < 600 ? code : undefined
}

function toWord(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !/^\d+$/.test(value) ? value : undefined
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

function toObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as Json) : undefined
}
