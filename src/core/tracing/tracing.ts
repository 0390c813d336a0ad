import { Injectable, type OnModuleInit } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { Cleanups } from '#core/lifecycle/cleanups.js'
import { traceWith } from './tracer.js'

/** A collector that does not answer keeps nobody from ending. */
const flushWithinMs = 1000
/** One that is away is complained of with every batch. */
const complainEveryMs = 60_000

/** Loads and starts OpenTelemetry where it is wanted, before the first request comes. */
@Injectable()
export class Tracing implements OnModuleInit {
  private lastComplaintMs = -complainEveryMs

  constructor(
    private readonly settings: Settings,
    private readonly cleanups: Cleanups,
    private readonly logger: PinoLogger
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.settings.ENABLE_TRACING) return
    const { startSdk } = await import('./start-sdk.js')
    const sdk = startSdk(this.settings, text => this.complain(text))
    traceWith(sdk.tracer)
    this.cleanups.register({
      phase: 'flush',
      name: 'traces',
      timeoutMs: flushWithinMs,
      work: () => {
        traceWith(undefined)
        return sdk.shutdown()
      }
    })
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
