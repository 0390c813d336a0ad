import { restartUnderLoad, type RestartForm, type RestartReport } from './rolling-restart.js'

/** A timeout that is long enough for the long form too. */
const takesAtMostMs = 600_000

/** The promises of a rolling restart, for the short and the long form. */
export function itSurvivesRollingRestart(form: RestartForm): void {
  describe('A rolling restart of two instances under load', () => {
    let report: RestartReport
    beforeAll(async () => {
      report = await restartUnderLoad(form)
    }, takesAtMostMs)

    it('breaks no stream', () => {
      expect(report.streams.broken).toEqual([])
      expect(report.streams.whole).toBe(report.streams.begun)
      expect(report.streams.whole).toBeGreaterThan(5)
    })

    it('fails no request', () => {
      expect(Object.keys(report.answers)).toEqual(['200'])
    })

    it('ends both with exit code 0', () => {
      expect(report.exitCodes).toEqual([0, 0])
    })

    it('loses no ledger entry', () => {
      expect(report.stories).toBe(report.streams.whole)
      expect(report.lost).toEqual([])
      expect(report.tokens.booked).toBe(report.tokens.counted)
      expect(report.disagreements).toEqual([])
      expect(report.reservations).toBe(0)
    })
  })
}
