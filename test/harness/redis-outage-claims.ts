import { quantile } from './outage.js'
import { isPopular, type RedisOutages } from './redis-outage.js'

const redisMayCostMs = 250
const usedAgainWithinMs = 10_000

/**
 * What is promised while Redis is away and after.
 * @param busyMachineMs what else may delay an answer, where other suites run at the same time
 */
export function itSurvivesRedisOutages(of: () => RedisOutages, busyMachineMs: number): void {
  it('costs nobody their story', () => {
    expect(of().answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('makes no answer later than an ordinary one by more than 250 ms', () => {
    const times = (answers: RedisOutages['answers']): number[] =>
      answers.map(({ tookMs }) => tookMs)
    const limitMs = quantile(0.5, times(of().before)) + redisMayCostMs + busyMachineMs
    for (const { what, answers } of of().outages) {
      const tookMs = Math.max(...times(answers))
      expect([what, tookMs, tookMs < limitMs]).toEqual([what, tookMs, true])
    }
  })

  it('leaves the service ready, and degraded in its health', () => {
    expect(of().ready.filter(({ status }) => status !== 200)).toEqual([])
    for (const { what, health } of of().outages) {
      const { status } = JSON.parse(health?.text ?? '{}') as { readonly status?: string }
      expect([what, health?.status, status]).toEqual([what, 200, 'degraded'])
    }
  })

  it('leaves limits that know what was spent before', () => {
    for (const { what, limited } of of().outages) {
      expect([what, ...limited]).toEqual([what, 400, 400, 429, 429, 429])
    }
  })

  it('makes cache misses, and is used again within 10 s of its return', () => {
    for (const { what, answers, unusedForMs } of of().outages) {
      const popular = answers.filter(({ number }) => isPopular(number))
      expect(popular.length).toBeGreaterThan(0)
      expect([what, ...popular.filter(({ body }) => body.cached)]).toEqual([what])
      expect([what, unusedForMs < usedAgainWithinMs]).toEqual([what, true])
    }
    expect(of().cachedAtTheEnd).toBe(true)
  })
}
