import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { appConfig } from '#core/config/app.config.js'
import { withDeadline } from '#core/context/deadline.js'

/** One deadline for moderation, all drafts and repairs of a story: GENERATION_DEADLINE. */
@Injectable()
export class GenerationDeadline {
  constructor(@Inject(appConfig.KEY) private readonly settings: ConfigType<typeof appConfig>) {}

  /** @param work gets a signal that aborts at the deadline, and the deadline on the monotonic clock */
  run<T>(
    signal: AbortSignal,
    work: (signal: AbortSignal, deadlineAtMs: number) => Promise<T>
  ): Promise<T> {
    return withDeadline(this.settings.GENERATION_DEADLINE * 1000, signal, work)
  }
}
