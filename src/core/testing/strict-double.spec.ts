import { strictDouble } from './strict-double.fixture.js'

class Clock {
  now(): number {
    return 1
  }
  stop(): void {}
}

describe('A strict double', () => {
  it('has the given members', () => {
    expect(strictDouble<Clock>({ now: () => 2 }).now()).toBe(2)
  })

  it('fails when another member is used', () => {
    const clock = strictDouble<Clock>({ now: () => 2 })
    expect(() => clock.stop()).toThrow('unexpected use of stop')
  })
})
