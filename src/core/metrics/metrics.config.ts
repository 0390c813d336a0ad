import { registerSettings } from '#core/config/register-settings.js'
import { Flag } from '#core/config/setting.decorators.js'

export class MetricsSettings {
  @Flag({ default: true, description: 'Serve Prometheus metrics at /metrics.' })
  readonly ENABLE_METRICS!: boolean
}

export const metricsConfig = registerSettings('metrics', MetricsSettings, { title: 'Metrics' })
