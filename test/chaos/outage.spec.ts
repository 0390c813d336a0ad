import { quantile, runOutageScenario, sum, whileOpen } from '../harness/outage.js'

describe('A total outage of two minutes at 20 calls a second', () => {
  it('is short for callers, cheap for the provider, and over within 10 s of recovery', async () => {
    const outage = await runOutageScenario({
      settings: {
        CIRCUIT_BREAKER_TIMEOUT: '5',
        OPENAI_ATTEMPT_TIMEOUT: '2',
        GENERATION_DEADLINE: '10'
      },
      phaseMs: 35_000,
      goodInARow: 100
    })
    const { answers, probes, attemptsWhileOpen, seenByProvider } = outage
    const promised = answers.filter(({ status }) => [200, 502, 503, 504].includes(status))
    expect(promised).toHaveLength(answers.length)

    const then = whileOpen(outage)
    expect(then.length).toBeGreaterThan(2000)
    expect(attemptsWhileOpen / then.length).toBeLessThan(1.2)
    expect(seenByProvider).toBeLessThanOrEqual(attemptsWhileOpen + 1)

    const refused = then.filter(({ reason }) => reason === 'breaker_open')
    expect(then.length - refused.length).toBeLessThanOrEqual(attemptsWhileOpen + 1)
    expect(
      quantile(
        0.99,
        refused.map(({ tookMs }) => tookMs)
      )
    ).toBeLessThan(50)

    expect(outage.degradedForMs).toBeLessThan(10_000)
    expect(new Set(answers.slice(-100).map(({ status }) => status))).toEqual(new Set([200]))

    expect(probes.filter(({ status }) => status !== 200)).toEqual([])
    expect(outage.providerTokens).toBe(answers.reduce((total, { tokens }) => total + tokens, 0))
    const state = /^jiraiya_circuit_breaker_state\{.*\} (\d+)$/gm
    expect(sum(outage.metricsDuring, state)).toBeGreaterThan(0)
    expect(sum(outage.metricsAfter, state)).toBe(0)
  }, 180_000)
})
