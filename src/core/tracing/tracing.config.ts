import { registerSettings } from '#core/config/register-settings.js'
import { Flag } from '#core/config/setting.decorators.js'

export class TracingSettings {
  @Flag({
    default: false,
    description:
      'Export traces by OTLP; the environment variables of OpenTelemetry configure it, see below.'
  })
  readonly ENABLE_TRACING!: boolean
}

export const tracingConfig = registerSettings('tracing', TracingSettings, { title: 'Tracing' })
