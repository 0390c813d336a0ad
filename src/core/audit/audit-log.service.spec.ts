import { runInContext, type RequestContext } from '#core/context/request-context.js'
import type { Queries } from '#core/database/database.js'
import { AuditLog } from './audit-log.service.js'
import type { AuditMetrics } from './audit.metrics.js'

const event = { action: 'budget_set', owner: 'user:42', target: 'user:42' } as const

function auditLog(execute: () => Promise<unknown> = async () => []) {
  const values = vi.fn(() => ({ execute }))
  const inc = vi.fn()
  const log = new AuditLog({ events: { inc } } as unknown as AuditMetrics)
  return { log, queries: { insertInto: () => ({ values }) } as unknown as Queries, values, inc }
}

describe('AuditLog', () => {
  it('records the actor, the address and the ids of the request', async () => {
    const { log, queries, values, inc } = auditLog()
    const context = {
      actor: { kind: 'api-key', name: 'backend' },
      address: '203.0.113.1',
      requestId: 'request-1',
      correlationId: 'correlation-1'
    } as RequestContext
    await runInContext(context, () => log.append(queries, { ...event, details: { dailyUsd: 1 } }))
    expect(values).toHaveBeenCalledWith({
      ...event,
      details: '{"dailyUsd":1}',
      actor_kind: 'api-key',
      actor: 'backend',
      address: '203.0.113.1',
      request_id: 'request-1',
      correlation_id: 'correlation-1'
    })
    expect(inc).toHaveBeenCalledWith({ action: 'budget_set' })
  })

  it('records the service as the actor outside a request', async () => {
    const { log, queries, values } = auditLog()
    await log.append(queries, event)
    expect(values).toHaveBeenCalledWith(
      expect.objectContaining({ actor_kind: 'service', actor: 'jiraiya', details: '{}' })
    )
  })

  it('does not count an event that was not stored', async () => {
    const { log, queries, inc } = auditLog(() => Promise.reject(new Error('no connection')))
    await expect(log.append(queries, event)).rejects.toThrow('no connection')
    expect(inc).not.toHaveBeenCalled()
  })
})
