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
  it('gives what the work gives', async () => {
    await expect(withDeadline(1000, forever, async () => 'done')).resolves.toBe('done')
  })

  it('aborts the work with DeadlineExceeded when the time is up', async () => {
    await expect(withDeadline(5, forever, untilAborted)).rejects.toThrow(DeadlineExceeded)
  })

  it('passes an abort on with its reason, also one that came before', async () => {
    const controller = new AbortController()
    const work = withDeadline(1000, controller.signal, untilAborted)
    controller.abort(new Error('left'))
    await expect(work).rejects.toThrow('left')
    await expect(withDeadline(1000, controller.signal, untilAborted)).rejects.toThrow('left')
  })

  it('leaves no listener behind', async () => {
    const controller = new AbortController()
    let inner: AbortSignal | undefined
    await withDeadline(1000, controller.signal, async signal => {
      inner = signal
    })
    controller.abort()
    expect(inner?.aborted).toBe(false)
  })
})
