import { WindowCounter } from './window-counter.js'

const minuteMs = 60_000

function counterAt(startMs = 0, maxKeys = 100) {
  const clock = { ms: startMs }
  return { clock, counter: new WindowCounter(maxKeys, () => clock.ms) }
}

describe('A window', () => {
  it('begins with the first hit and counts until it ends', () => {
    const { clock, counter } = counterAt(5_000)
    expect(counter.hit('a', minuteMs)).toEqual({ hits: 1, endsInMs: minuteMs })
    clock.ms += 59_999
    expect(counter.hit('a', minuteMs)).toEqual({ hits: 2, endsInMs: 1 })
    clock.ms += 1
    expect(counter.hit('a', minuteMs)).toEqual({ hits: 1, endsInMs: minuteMs })
  })

  it('counts only its own key', () => {
    const { counter } = counterAt()
    counter.hit('a', minuteMs)
    expect(counter.hit('b', minuteMs).hits).toBe(1)
  })

  it('can be read without a hit', () => {
    const { clock, counter } = counterAt()
    expect(counter.peek('a')).toEqual({ hits: 0, endsInMs: 0 })
    counter.hit('a', minuteMs)
    clock.ms = 10_000
    expect(counter.peek('a')).toEqual({ hits: 1, endsInMs: 50_000 })
    clock.ms = minuteMs
    expect(counter.peek('a')).toEqual({ hits: 0, endsInMs: 0 })
  })

  it('does not end when the wall clock jumps', () => {
    const counter = new WindowCounter(10)
    counter.hit('a', minuteMs)
    const jump = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10 * minuteMs)
    expect(counter.hit('a', minuteMs).hits).toBe(2)
    jump.mockRestore()
  })
})

describe('The memory of the counter', () => {
  it('holds no more keys than allowed, and drops the oldest window first', () => {
    const { clock, counter } = counterAt(0, 3)
    for (const key of ['a', 'b', 'c', 'd']) {
      counter.hit(key, minuteMs)
      clock.ms++
    }
    expect(counter.size).toBe(3)
    expect(counter.peek('a').hits).toBe(0)
    expect(counter.peek('b').hits).toBe(1)
  })

  it('is released when the next window starts after others have ended', () => {
    const { clock, counter } = counterAt(0, 10_000)
    for (let key = 0; key < 5_000; key++) counter.hit(`key ${key}`, minuteMs)
    clock.ms = minuteMs - 1
    counter.hit('late', minuteMs)
    expect(counter.size).toBe(5_001)
    clock.ms = minuteMs
    counter.hit('next', minuteMs)
    expect(counter.size).toBe(2)
  })

  it('does not grow with the hits of one key', () => {
    const { counter } = counterAt()
    for (let hit = 0; hit < 100_000; hit++) counter.hit('a', minuteMs)
    expect(counter.size).toBe(1)
    expect(counter.peek('a').hits).toBe(100_000)
  })
})
