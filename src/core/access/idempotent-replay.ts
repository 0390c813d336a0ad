/** Requests that repeat one that was counted: they carry an Idempotency-Key that is known. */
const known = new WeakSet<object>()

/** What merely asks again for an answer that was paid for counts against no limit. */
export function markIdempotentReplay(request: object): void {
  known.add(request)
}

export function isIdempotentReplay(request: object): boolean {
  return known.has(request)
}
