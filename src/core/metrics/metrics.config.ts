import { registerSettings } from '#core/config/register-settings.js'
import { Flag, Integer } from '#core/config/setting.decorators.js'

export class MetricsSettings {
  @Flag({ default: true, description: 'Serve Prometheus metrics at /metrics.' })
  readonly ENABLE_METRICS!: boolean

  @Integer(
    { min: 0, max: 65_535 },
    {
      description:
        'Port of its own for /metrics, which is then not served on `PORT`; 0 selects a free port.'
    }
  )
  readonly METRICS_PORT?: number
}

export const metricsConfig = registerSettings('metrics', MetricsSettings, {
  title: 'Metrics',
  rules: [
    {
      name: 'METRICS_PORT',
      rule: 'should be set outside development: without it, the clients of the API can read /metrics',
      onlyStrict: true,
      onlyWarns: true,
      isBroken: ({ ENABLE_METRICS, METRICS_PORT }) => ENABLE_METRICS && METRICS_PORT === undefined
    }
  ]
})
