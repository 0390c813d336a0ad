import { chaosForm } from '../harness/scenarios/chaos-form.js'
import { runStreams } from '../harness/scenarios/many-streams.js'

describe('A hundred concurrent streams', () => {
  it('all end with their story', async () => {
    expect(await runStreams({ streams: 100, heapMb: 256, charsPerSecond: 1000 })).toEqual({
      whole: 100,
      shed: 0,
      others: [],
      statusAfterwards: 200,
      exitCode: 0
    })
  })
})

describe('A heap that is too small for its load', () => {
  it('sheds the requests over its capacity, and the process survives', async () => {
    const { streams, heapMb } = chaosForm({
      short: { streams: 200, heapMb: 112 },
      long: { streams: 1500, heapMb: 160 }
    })
    const report = await runStreams({
      streams,
      heapMb,
      // All are open at once, and cost little CPU.
      providerTakesMs: 3000,
      charsPerSecond: 1000,
      words: 100,
      // This test uses the service's real limits.
      settings: { OVERLOAD_HEAP: '0.85', OVERLOAD_LOOP_DELAY: '0.25' }
    })
    expect(report).toMatchObject({ others: [], statusAfterwards: 200, exitCode: 0 })
    expect(report.shed).toBeGreaterThan(0)
    expect(report.whole).toBeGreaterThan(0)
    expect(report.whole + report.shed).toBe(streams)
  })
})
