import { registerSettings } from '#core/config/register-settings.js'
import { Integer } from '#core/config/setting.decorators.js'

export class AuditSettings {
  @Integer(
    { min: 0, max: 36_500 },
    {
      default: 365,
      description:
        'Days for which audit events are retained, and then until the end of their month (UTC); 0 means no limit.'
    }
  )
  readonly AUDIT_RETENTION_DAYS!: number
}

export const auditConfig = registerSettings('audit', AuditSettings, { title: 'Audit log' })
