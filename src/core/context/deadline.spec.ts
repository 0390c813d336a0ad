import { DeadlineExceeded, withDeadline } from './deadline.js'

const forever = new AbortController().signal

/** Rejects with the signal's reason once it aborts. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })
}

describe('withDeadline', () => {
  it('returns the result of the work', async () => {
    await expect(withDeadline(1000, forever, async () => 'done')).resolves.toBe('done')
  })

  it('aborts the work with DeadlineExceeded at the deadline', async () => {
    await expect(withDeadline(5, forever, untilAborted)).rejects.toThrow(DeadlineExceeded)
  })

  it('forwards an abort with its reason, also one from before the call', async () => {
    const controller = new AbortController()
    const work = withDeadline(1000, controller.signal, untilAborted)
    controller.abort(new Error('left'))
    await expect(work).rejects.toThrow('left')
    await expect(withDeadline(1000, controller.signal, untilAborted)).rejects.toThrow('left')
  })

  it('removes its listeners', async () => {
    const controller = new AbortController()
    let inner: AbortSignal | undefined
    await withDeadline(1000, controller.signal, async signal => {
      inner = signal
    })
    controller.abort()
    expect(inner?.aborted).toBe(false)
  })
})
