import type { AuditActions } from '#core/audit/audit-log.service.js'

/** The audited actions of all modules. The list does not compile if an action is missing. */
export const auditActions: AuditActions = {
  story_generated: true,
  story_deleted: true,
  owner_exported: true,
  owner_erased: true,
  job_cancelled: true,
  job_retried: true,
  book_deleted: true,
  book_edited: true,
  token_issued: true,
  budget_set: true,
  audit_read: true
}
