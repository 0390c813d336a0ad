import { InProcessStorage } from './in-process-storage.js'

describe('InProcessStorage', () => {
  it('blocks requests over the limit until the window ends, in whole seconds', async () => {
    const clock = { ms: 0 }
    const storage = new InProcessStorage(() => clock.ms)
    const hit = () => storage.increment('a', 60_000, 2)
    expect(await hit()).toEqual({
      totalHits: 1,
      timeToExpire: 60,
      isBlocked: false,
      timeToBlockExpire: 0
    })
    await hit()
    clock.ms = 500
    expect(await hit()).toMatchObject({ totalHits: 3, isBlocked: true, timeToBlockExpire: 60 })
    clock.ms = 59_999
    expect(await hit()).toMatchObject({ isBlocked: true, timeToBlockExpire: 1 })
    clock.ms = 60_000
    expect(await hit()).toMatchObject({ totalHits: 1, isBlocked: false })
  })
})
