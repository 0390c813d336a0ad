import { registerSettings } from '#core/config/register-settings.js'
import { Integer } from '#core/config/setting.decorators.js'

export class IdempotencySettings {
  @Integer(
    { min: 60, max: 2_592_000 },
    { default: 86_400, description: 'Seconds for which an Idempotency-Key is valid.' }
  )
  readonly IDEMPOTENCY_TTL!: number
}

export const idempotencyConfig = registerSettings('idempotency', IdempotencySettings, {
  title: 'Idempotency'
})
