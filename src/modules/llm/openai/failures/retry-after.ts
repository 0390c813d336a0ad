/**
 * The retry delay of a response, in milliseconds: OpenAI's `retry-after-ms`, or `Retry-After` in
 * seconds or as a date (RFC 9110, 10.2.3). Undefined without a valid header.
 */
export function readRetryAfter(
  headers: Pick<Headers, 'get'> | undefined,
  now: number = Date.now()
): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')?.trim()
  if (milliseconds && /^\d{1,9}(\.\d+)?$/.test(milliseconds)) return Number(milliseconds)
  const header = headers?.get('retry-after')?.trim()
  if (!header) return undefined
  if (/^\d{1,6}(\.\d+)?$/.test(header)) return Number(header) * 1000
  const date = /^[A-Za-z]{3}/.test(header) ? Date.parse(header) : NaN
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0)
}
