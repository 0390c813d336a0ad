import { dayAt, monthAt } from './calendar.js'

describe('The calendar of usage', () => {
  it('has days in UTC', () => {
    expect(dayAt(new Date('2026-03-01T00:30:00+02:00'))).toEqual({
      from: new Date('2026-02-28T00:00:00Z'),
      to: new Date('2026-03-01T00:00:00Z')
    })
  })

  it.each([
    ['2026-02-28T23:59:59.999Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
    ['2026-12-31T12:00:00Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z']
  ])('returns the month of %s', (time, from, to) => {
    expect(monthAt(new Date(time))).toEqual({ from: new Date(from), to: new Date(to) })
  })
})
