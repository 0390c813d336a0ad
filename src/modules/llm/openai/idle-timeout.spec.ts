import { jest } from '@jest/globals'
import { IdleTimeout } from './idle-timeout.js'

const maxMs = 1000
const never = new Promise<void>(() => undefined)

describe('IdleTimeout', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  function watching(): { parent: AbortController; watch: IdleTimeout } {
    const parent = new AbortController()
    return { parent, watch: new IdleTimeout(parent.signal, maxMs) }
  }

  it('aborts when upstream has said nothing for too long', () => {
    const { watch } = watching()
    watch.listen()
    jest.advanceTimersByTime(maxMs - 1)
    expect(watch.signal.aborted).toBe(false)
    jest.advanceTimersByTime(1)
    expect(watch.signal.reason).toMatchObject({ reason: 'upstream_silent' })
  })

  it('counts from the last time upstream spoke, not from the last call to listen', () => {
    const { watch } = watching()
    watch.listen()
    jest.advanceTimersByTime(maxMs - 1)
    watch.listen()
    jest.advanceTimersByTime(1)
    expect(watch.signal.aborted).toBe(true)
  })

  it('does not count the time that we take ourselves', () => {
    const { watch } = watching()
    watch.listen()
    watch.heard()
    jest.advanceTimersByTime(10 * maxMs)
    watch.listen()
    jest.advanceTimersByTime(maxMs - 1)
    expect(watch.signal.aborted).toBe(false)
  })

  it('aborts with its parent, also with one that was aborted before, for the same reason', () => {
    const { parent, watch } = watching()
    const reason = new Error('left')
    parent.abort(reason)
    expect(watch.signal.reason).toBe(reason)
    expect(new IdleTimeout(parent.signal, maxMs).signal.reason).toBe(reason)
  })

  it('leaves neither timer nor listener behind', () => {
    const { parent, watch } = watching()
    watch.listen()
    watch.end()
    expect(jest.getTimerCount()).toBe(0)
    parent.abort(new Error('left'))
    expect(watch.signal.aborted).toBe(false)
  })

  it('gives what work gives, and lets nobody wait for it once there is an abort', async () => {
    const { parent, watch } = watching()
    await expect(watch.unlessAborted(Promise.resolve())).resolves.toBeUndefined()
    const failure = new Error('the work’s own')
    await expect(watch.unlessAborted(Promise.reject(failure))).rejects.toBe(failure)
    const waiting = watch.unlessAborted(never)
    const reason = new Error('left')
    parent.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(watch.unlessAborted(never)).rejects.toBe(reason)
  })
})
