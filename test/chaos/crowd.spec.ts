import { crowd } from '../harness/crowded.js'

describe('Five hundred streams on a heap of 256 MB', () => {
  it('are told or refused, and the process lives on', async () => {
    const report = await crowd({ streams: 500, heapMb: 256, charsPerSecond: 100 })
    expect(report).toMatchObject({ others: [], statusAfterwards: 200, exitCode: 0 })
    expect(report.whole + report.shed).toBe(500)
    expect(report.whole).toBeGreaterThan(100)
  }, 200_000)
})

describe('A heap that is far too small for its crowd', () => {
  it('sheds what it cannot take on, and the process lives on', async () => {
    const report = await crowd({ streams: 1500, heapMb: 160, charsPerSecond: 100 })
    expect(report).toMatchObject({ others: [], statusAfterwards: 200, exitCode: 0 })
    expect(report.shed).toBeGreaterThan(0)
  }, 300_000)
})
