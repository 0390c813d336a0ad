import { Injectable, type OnApplicationShutdown } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'

/** In this order: what still runs, the books, what tells of them, the connections. */
const phases = ['finish', 'settle', 'flush', 'close'] as const

export interface ShutdownHook {
  readonly phase: (typeof phases)[number]
  readonly name: string
  /** Whatever takes longer is left behind: the others are not to wait for it. */
  readonly timeoutMs: number
  readonly work: () => Promise<void> | void
}

/**
 * What has to be done when the last request has been answered, by name. A phase waits for the one
 * before; within a phase all run at once. None can stop the others, nor the end.
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
      this.logger.error({ action: 'cleanup_failed', phase, name, err: error }, 'Left behind')
    } finally {
      clearTimeout(timer)
    }
  }
}
