import { Injectable, type OnApplicationShutdown } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'

/** In this order: running work, the ledger, logs and traces, connections. */
const phases = ['finish', 'settle', 'flush', 'close'] as const

export interface ShutdownHook {
  readonly phase: (typeof phases)[number]
  readonly name: string
  /** After this time the shutdown continues without the hook. */
  readonly timeoutMs: number
  readonly work: () => Promise<void> | void
}

/**
 * Hooks that run after the last request. Phases run in sequence, the hooks of a phase in parallel.
 * A hook that fails or times out is logged and does not stop the others.
 */
@Injectable()
export class ShutdownHooks implements OnApplicationShutdown {
  private readonly registered: ShutdownHook[] = []

  constructor(private readonly logger: PinoLogger) {}

  register(cleanup: ShutdownHook): void {
    this.registered.push(cleanup)
  }

  async onApplicationShutdown(): Promise<void> {
    for (const phase of phases) {
      const due = this.registered.filter(cleanup => cleanup.phase === phase)
      await Promise.all(due.map(cleanup => this.run(cleanup)))
    }
  }

  private async run({ phase, name, timeoutMs, work }: ShutdownHook): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error(`took longer than ${timeoutMs} ms`)), timeoutMs)
    try {
      await Promise.race([work(), late])
    } catch (error) {
      this.logger.error(
        { action: 'cleanup_failed', phase, name, err: error },
        'Shutdown hook failed'
      )
    } finally {
      clearTimeout(timer)
    }
  }
}
