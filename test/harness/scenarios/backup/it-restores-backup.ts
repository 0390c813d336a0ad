import { ofKind, stillLost } from '../../service/instances.js'
import { rehearse, type Rehearsal, type RehearsalForm } from './backup.js'

/** A timeout that is long enough for the long form too. */
const takesAtMostMs = 600_000

/** The promises of a backup, for the short and the long form. */
export function itRestoresBackup(form: RehearsalForm): void {
  let rehearsal: Rehearsal
  beforeAll(async () => {
    rehearsal = await rehearse(form)
  }, takesAtMostMs)

  it('is written and restored by the scripts without printing a password', () => {
    const { backup, restore, passwords } = rehearsal
    expect([backup.code, restore.code]).toEqual([0, 0])
    expect(restore.said).toMatch(/^public\.stories \d+$/m)
    expect(restore.said).toMatch(/\nNothing to migrate\nRestored\n$/)
    for (const password of passwords) {
      expect(backup.said).not.toContain(password)
      expect(restore.said).not.toContain(password)
    }
  })

  it('contains every story of the original', () => {
    expect(storiesOf(rehearsal.after)).toEqual(storiesOf(rehearsal.before))
    expect(Object.keys(storiesOf(rehearsal.before))).toHaveLength(form.stories)
    expect(Object.values(rehearsal.before)).not.toContain(404)
  })

  it('replays Idempotency-Keys', () => {
    expect(rehearsal.repeatedId).toBe(rehearsal.firstId)
  })

  it('has a consistent ledger without reservations', () => {
    const { disagreements, auditMistakes, reservations, entries } = rehearsal
    expect({ disagreements, auditMistakes, reservations }).toEqual({
      disagreements: [],
      auditMistakes: [],
      reservations: 0
    })
    const started = ofKind('started', entries)
    expect(ofKind('settled', entries).length + stillLost(entries).length).toBe(started.length)
  })

  if (form.perSecondMeanwhile === 0) {
    it('shows the same usage and budgets', () => {
      expect(rehearsal.after).toEqual(rehearsal.before)
    })
  } else itRestoresBackupMadeUnderLoad(form, () => rehearsal)
}

function itRestoresBackupMadeUnderLoad(form: RehearsalForm, of: () => Rehearsal): void {
  it('is made while stories are written, without failing a request', () => {
    expect(Object.keys(of().meanwhile)).toEqual(['200'])
    // Some requests were sent before the backup and some after it.
    const written = of().meanwhile['200'] ?? 0
    expect(of().storiesRestored).toBeGreaterThan(form.stories)
    expect(of().storiesRestored).toBeLessThan(form.stories + written)
  })

  it('records attempts in progress at that moment as lost, when their leases expire', () => {
    expect(stillLost(of().entries).length).toBeGreaterThan(0)
  })
}

function storiesOf(seen: Rehearsal['before']): object {
  const entries = Object.entries(seen)
  return Object.fromEntries(entries.filter(([asked]) => asked.startsWith('/api/v1/stories/')))
}
