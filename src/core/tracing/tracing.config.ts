import { registerSettings } from '#core/config/register-settings.js'
import { Flag } from '#core/config/setting.decorators.js'

export class TracingSettings {
  @Flag({
    default: false,
    description: 'Send traces by OTLP; the variables of OpenTelemetry say where to, see below.'
  })
  readonly ENABLE_TRACING!: boolean
}

export const tracingConfig = registerSettings('tracing', TracingSettings, { title: 'Tracing' })
