/** Nothing came in time. */
export class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`)
    this.name = 'NoAnswer'
  }
}

/**
 * What `answer` gives, unless that takes longer. A busy process is not a slow store: time counts
 * from now and not from the last look at the clock, and what has arrived meanwhile is read first.
 * @throws NoAnswer when the time is up
 */
export async function answerWithin<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>()
  const endsAtMs = performance.now() + milliseconds
  let timer: NodeJS.Timeout
  const look = (): void => {
    const leftMs = endsAtMs - performance.now()
    if (leftMs > 1) timer = setTimeout(look, leftMs)
    else setImmediate(() => reject(new NoAnswer(milliseconds)))
  }
  timer = setTimeout(look, milliseconds)
  try {
    return await Promise.race([answer, timeIsUp])
  } finally {
    clearTimeout(timer)
  }
}
