import { Injectable, type OnModuleInit } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import type { RequestContext } from '#core/context/request-context.js'
import { traceWith, type RequestStart, type Tracer } from './tracer.js'

/** A collector that does not answer keeps nobody from ending. */
const flushWithinMs = 1000
/** One that is away is complained of with every batch. */
const complainEveryMs = 60_000

/** The tracing of one application: starts OpenTelemetry, if enabled, before the first request. */
@Injectable()
export class Tracing implements OnModuleInit {
  private tracer: Tracer | undefined
  private lastComplaintMs = -complainEveryMs

  constructor(
    private readonly settings: Settings,
    private readonly shutdownHooks: ShutdownHooks,
    private readonly logger: PinoLogger
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.settings.ENABLE_TRACING) return
    const { startSdk } = await import('./start-sdk.js')
    const sdk = startSdk(this.settings, text => this.complain(text))
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

  openRequest(context: RequestContext, start: RequestStart): void {
    if (this.tracer === undefined) return
    traceWith(context, this.tracer)
    this.tracer.openRequest(context, start)
  }

  private complain(text: string): void {
    const nowMs = performance.now()
    if (nowMs - this.lastComplaintMs < complainEveryMs) return
    this.lastComplaintMs = nowMs
    this.logger.warn({ action: 'tracing_failed', reason: reasonIn(text) }, 'Spans may be lost')
  }
}

/** The SDK says an error as JSON, with its stack. */
function reasonIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown }
    return String(message)
  } catch {
    return text
  }
}
