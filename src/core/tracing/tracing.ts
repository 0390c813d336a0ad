import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import type { RequestTrace } from '#core/context/request-trace.js'
import { tracingConfig } from './tracing.config.js'
import type { RequestStart, Tracer } from './tracer.js'

/** An unresponsive collector must not delay the shutdown. */
const flushWithinMs = 1000
/** The SDK reports an unreachable collector with every batch; the log repeats it once a minute. */
const warnEveryMs = 60_000

/** The tracing of one application: starts OpenTelemetry, if enabled, before the first request. */
@Injectable()
export class Tracing implements OnModuleInit {
  private tracer: Tracer | undefined
  private lastWarningMs = -warnEveryMs

  constructor(
    @Inject(tracingConfig.KEY) private readonly settings: ConfigType<typeof tracingConfig>,
    @Inject(appConfig.KEY) private readonly app: ConfigType<typeof appConfig>,
    private readonly shutdownHooks: ShutdownHooks,
    private readonly logger: PinoLogger
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.settings.ENABLE_TRACING) return
    const { startSdk } = await import('./start-sdk.js')
    const sdk = startSdk(this.app.ENVIRONMENT, text => this.warn(text))
    this.tracer = sdk.tracer
    this.shutdownHooks.register({
      phase: 'flush',
      name: 'traces',
      timeoutMs: flushWithinMs,
      work: () => {
        this.tracer = undefined
        return sdk.shutdown()
      }
    })
  }

  /** Undefined when tracing is off. */
  startRequest(start: RequestStart): RequestTrace | undefined {
    return this.tracer?.startRequest(start)
  }

  private warn(text: string): void {
    const nowMs = performance.now()
    if (nowMs - this.lastWarningMs < warnEveryMs) return
    this.lastWarningMs = nowMs
    this.logger.warn({ action: 'tracing_failed', reason: reasonIn(text) }, 'Spans may be lost')
  }
}

/** The SDK reports an error as JSON, with its stack. */
function reasonIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown }
    return String(message)
  } catch {
    return text
  }
}
