import {
  runOutageScenario,
  sum,
  whileOpen,
  type Outage
} from '../../harness/scenarios/outages/outage.js'
import { chaosForm } from '../../harness/scenarios/chaos-form.js'

describe('A total outage: connections refused, then 500s, then no data', () => {
  let outage: Outage

  beforeAll(async () => {
    outage = await runOutageScenario({
      settings: {
        CIRCUIT_BREAKER_TIMEOUT: '0.5',
        OPENAI_ATTEMPT_TIMEOUT: '3',
        GENERATION_DEADLINE: '20'
      },
      phaseMs: chaosForm({ short: 4500, long: 35_000 }),
      goodInARow: 20
    })
  })

  it('causes no internal errors, only documented statuses', () => {
    const statuses = new Set(outage.answers.map(({ status }) => status))
    expect([...statuses].filter(status => ![200, 502, 503, 504].includes(status))).toEqual([])
    expect(statuses).toContain(503)
    expect(statuses).toContain(504)
  })

  it('costs at most 1.2 upstream calls per request once the circuit breaker is open', () => {
    const calls = whileOpen(outage).length
    expect(calls).toBeGreaterThan(50)
    expect(outage.attemptsWhileOpen / calls).toBeLessThan(1.2)
    expect(outage.seenByProvider).toBeGreaterThan(0)
    expect(outage.seenByProvider).toBeLessThanOrEqual(outage.attemptsWhileOpen + 1)
  })

  it('lets only trial calls of the open circuit breaker reach the provider', () => {
    const trials = whileOpen(outage).filter(({ reason }) => reason !== 'breaker_open')
    expect(trials.length).toBeLessThanOrEqual(outage.attemptsWhileOpen + 1)
  })

  it('ends for every client after recovery', () => {
    const last = outage.answers.slice(-20).map(({ status }) => status)
    expect(new Set(last)).toEqual(new Set([200]))
  })

  it('causes no probe to fail', () => {
    expect(outage.probes.length).toBeGreaterThan(10)
    expect(outage.probes.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('spends no tokens on probes', () => {
    const paidFor = outage.answers.reduce((total, { tokens }) => total + tokens, 0)
    expect(outage.providerTokens).toBe(paidFor)
    expect(outage.modelLists).toBe(1)
  })

  it('is reported by the health endpoint: degraded during the outage, ok afterwards', () => {
    const reports = outage.probes.filter(({ path }) => path === '/api/health')
    const during = reports.filter(
      ({ startedAtMs: at }) => at >= outage.openAtMs && at < outage.recoveredAtMs
    )
    expect(new Set(during.map(({ report }) => report.status))).toEqual(new Set(['degraded']))
    expect(reports.at(-1)?.report).toMatchObject({
      status: 'ok',
      dependencies: expect.arrayContaining([
        expect.objectContaining({ name: 'circuit_breaker', status: 'healthy' })
      ])
    })
  })

  it('is reported by the metrics: state and transitions of the circuit breaker', () => {
    const state = /^jiraiya_circuit_breaker_state\{.*\} (\d+)$/gm
    const turns = (to: string): RegExp =>
      new RegExp(`^jiraiya_circuit_breaker_transitions_total\\{.*to="${to}".*\\} (\\d+)$`, 'gm')
    expect(sum(outage.metricsDuring, state)).toBeGreaterThan(0)
    expect(sum(outage.metricsDuring, turns('open'))).toBeGreaterThan(3)
    expect(sum(outage.metricsDuring, turns('closed'))).toBe(0)
    expect(sum(outage.metricsAfter, state)).toBe(0)
    expect(sum(outage.metricsAfter, turns('closed'))).toBe(1)
  })
})
