import { chaosForm } from '../harness/scenarios/chaos-form.js'
import { runStreams } from '../harness/scenarios/many-streams.js'

describe('A hundred streams at once', () => {
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

describe('A heap that is too small for its crowd', () => {
  it('sheds what it cannot take on, and the process lives on', async () => {
    const streams = chaosForm({ short: 800, long: 1500 })
    // This test uses the service's real limits.
    const settings = { OVERLOAD_HEAP: '0.85', OVERLOAD_LOOP_DELAY: '0.25' }
    const report = await runStreams({ streams, heapMb: 160, charsPerSecond: 100, settings })
    expect(report).toMatchObject({ others: [], statusAfterwards: 200, exitCode: 0 })
    expect(report.shed).toBeGreaterThan(0)
    expect(report.whole + report.shed).toBe(streams)
  }, 600_000)
})
