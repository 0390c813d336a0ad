/** A half-open time range; both bounds are starts of days, UTC. */
export interface TimeRange {
  readonly from: Date
  readonly to: Date
}

/** Days of the roll-ups: half-open, as `2026-11-20`. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

/** The roll-ups whose sums are those of a range: whole months, and the days that are added or subtracted. */
export interface RollUpsOfRange {
  readonly months: DayRange
  readonly added: readonly DayRange[]
  readonly subtracted: readonly DayRange[]
}

/**
 * At each end of the range the days within it are added, or the other days of the month are subtracted,
 * whichever are fewer. So at most 32 days are read, however long the range is.
 */
export function rollUpsOf({ from, to }: TimeRange): RollUpsOfRange {
  const head = {
    before: monthOf(from, 0),
    after: from > monthOf(from, 0) ? monthOf(from, 1) : from
  }
  const tail = { before: monthOf(to, 0), after: to > monthOf(to, 0) ? monthOf(to, 1) : to }
  const cutsHead = from.getTime() - head.before.getTime() < head.after.getTime() - from.getTime()
  const cutsTail = tail.after.getTime() - to.getTime() < to.getTime() - tail.before.getTime()
  const first = cutsHead ? head.before : head.after
  const last = cutsTail ? tail.after : tail.before
  if (first >= last) return { months: none, added: [rangeOf(from, to)], subtracted: [] }
  return {
    months: rangeOf(first, last),
    added: [...(cutsHead ? [] : days(from, first)), ...(cutsTail ? [] : days(last, to))],
    subtracted: [...(cutsHead ? days(first, from) : []), ...(cutsTail ? days(to, last) : [])]
  }
}

const none: DayRange = { from: '1970-01-01', to: '1970-01-01' }

function days(from: Date, to: Date): readonly DayRange[] {
  return from < to ? [rangeOf(from, to)] : []
}

function rangeOf(from: Date, to: Date): DayRange {
  return { from: dayOf(from), to: dayOf(to) }
}

/** The start of the month (UTC) of a time, or of a later one. */
function monthOf(time: Date, later: number): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + later))
}

export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 'YYYY-MM-DD'.length)
}
