/** The headers of a webhook, as a server receives them: names in lower case, or `Headers`. */
export type WebhookHeaders =
  | Headers
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** What a webhook reports. */
export interface WebhookEvent {
  /** For example `job.completed`. */
  readonly type: string
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The text is not from the service, was changed, or is too old. Respond with 401, and use nothing of it. */
export class WebhookVerificationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WebhookVerificationError'
  }
}

const toleranceSeconds = 300

/**
 * Verifies a webhook of the service (Standard Webhooks), and returns its event. The same webhook can arrive more than
 * once: remember its `webhook-id` to handle it once.
 * @param body the body as it was received, before it is parsed
 * @param secrets WEBHOOK_SECRET of the service; while it is rotated, one of the two is enough
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  body: string,
  headers: WebhookHeaders,
  secrets: string | readonly string[]
): Promise<WebhookEvent> {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(name =>
    headerOf(headers, `webhook-${name}`)
  ) as [string, string, string]
  const seconds = Number(timestamp)
  if (!Number.isInteger(seconds)) throw new WebhookVerificationError('The timestamp is no number')
  if (Math.abs(Date.now() / 1000 - seconds) > toleranceSeconds) {
    throw new WebhookVerificationError('The webhook is too old, or the clocks differ')
  }
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  for (const secret of [secrets].flat()) {
    for (const signature of signatures.split(' ')) {
      if (await isSignedBy(secret, signature, signed)) return JSON.parse(body) as WebhookEvent
    }
  }
  throw new WebhookVerificationError('No signature matches')
}

/** WebCrypto compares in constant time. */
async function isSignedBy(
  secret: string,
  signature: string,
  signed: Uint8Array<ArrayBuffer>
): Promise<boolean> {
  const [version, text = ''] = signature.split(',')
  const bytes = fromBase64(text)
  const key = fromBase64(secret.replace(/^whsec_/, ''))
  if (version !== 'v1' || bytes === undefined || key === undefined) return false
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key, hmac, false, ['verify'])
  return crypto.subtle.verify('HMAC', imported, bytes, signed)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  if (typeof value === 'string' && value !== '') return value
  throw new WebhookVerificationError(`The header ${name} is missing`)
}
