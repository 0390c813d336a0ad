/** Nothing came in time. */
export class RedisTimeout extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`)
    this.name = 'RedisTimeout'
  }
}

/**
 * What `answer` gives, unless that takes longer. A busy process is not a slow store: time counts
 * from now and not from the last look at the clock, and what has arrived meanwhile is read first.
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
