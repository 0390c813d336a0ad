/** Redis did not respond within the timeout. */
export class RedisTimeout extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`)
    this.name = 'RedisTimeout'
  }
}

/**
 * Returns the result of `answer`, or throws after the timeout. A blocked event loop does not count as
 * a slow server: data that has already arrived is read before the timeout is applied.
 * @throws RedisTimeout when the time is up
 */
export async function withTimeout<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>()
  const endsAtMs = performance.now() + milliseconds
  let timer: NodeJS.Timeout
  const look = (): void => {
    const leftMs = endsAtMs - performance.now()
    if (leftMs > 1) timer = setTimeout(look, leftMs)
    else setImmediate(() => reject(new RedisTimeout(milliseconds)))
  }
  timer = setTimeout(look, milliseconds)
  try {
    return await Promise.race([answer, timeIsUp])
  } finally {
    clearTimeout(timer)
  }
}
