import { AuditQueryDto } from './audit-query.dto.js'

function filterOf(query: Partial<AuditQueryDto>) {
  return Object.assign(new AuditQueryDto(), query).toFilter()
}

describe('The filter for audit events', () => {
  it('is empty for a query without fields', () => {
    expect(filterOf({})).toEqual({})
  })

  it('has the fields of the query', () => {
    const fields = { owner: 'user:1', action: 'budget_set', actor: 'operations' } as const
    expect(filterOf(fields)).toEqual(fields)
  })

  it('includes the whole day when the limit is a date', () => {
    expect(filterOf({ from: '2026-11-20', to: '2026-11-20' })).toEqual({
      from: new Date('2026-11-20T00:00:00Z'),
      to: new Date('2026-11-21T00:00:00Z')
    })
  })

  it('ends at the given time', () => {
    expect(filterOf({ to: '2026-11-20T12:00:00Z' })).toEqual({
      to: new Date('2026-11-20T12:00:00Z')
    })
  })
})
