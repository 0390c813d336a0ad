import { ofKind, stillLost } from '../../service/instances.js'
import { requestOf, runJobKillScenario, type JobKillForm, type JobKilling } from './job-kills.js'

/** Only for a scenario that hangs. */
const takesAtMostMs = 1_800_000

export function itSurvivesJobKills(form: JobKillForm): void {
  describe('Kills of the API and of workers while they run jobs', () => {
    let killing: JobKilling
    beforeAll(async () => {
      killing = await runJobKillScenario(form)
    }, takesAtMostMs)

    it('lose no job: each is completed, with one story', () => {
      const { jobs, stories } = killing
      expect(jobs).toHaveLength(form.jobs)
      expect(jobs.filter(({ state }) => state !== 'completed')).toEqual([])
      expect(new Set(jobs.map(({ storyId }) => storyId)).size).toBe(form.jobs)
      expect(stories).toBe(form.jobs)
    })

    it('hit running jobs, of which each run costs at most one call', () => {
      const { jobs, calls } = killing
      expect(jobs.some(({ progress }) => progress.attempt > 1)).toBe(true)
      const failed = killing.entries.filter(({ outcome }) => outcome === 'AI_UNAVAILABLE')
      const tooMany = jobs.filter(({ name, progress }) => {
        const repeated = failed.filter(({ request }) => request === requestOf(name)).length
        return (calls.get(name) ?? 0) > progress.attempt + repeated
      })
      expect(tooMany).toEqual([])
    })

    it('charge the owner once for each job', () => {
      const { jobs, entries } = killing
      const charged = ofKind('settled', entries).filter(
        ({ payer, outcome }) => payer === 'owner' && outcome === 'ok'
      )
      expect(charged.map(entry => entry.request).toSorted()).toEqual(
        jobs.map(({ name }) => requestOf(name)).toSorted()
      )
    })

    it('leave each attempt with one end, lost ones charged to the service', () => {
      const { entries, disagreements } = killing
      const ended = new Set(entries.filter(({ kind }) => kind !== 'started').map(e => e.attempt))
      const started = new Set(ofKind('started', entries).map(({ attempt }) => attempt))
      expect(ended).toEqual(started)
      expect(stillLost(entries).length).toBeGreaterThan(0)
      expect(stillLost(entries).filter(({ payer }) => payer !== 'service')).toEqual([])
      expect(disagreements).toEqual([])
    })
  })
}
