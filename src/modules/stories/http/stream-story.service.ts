import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { httpConfig } from '#core/http/http.config.js'
import { currentContext } from '#core/context/request-context.js'
import type { EventStream } from '#core/http/streaming/event-stream.js'
import { toAppError } from '#core/http/errors/to-app-error.js'
import { GenerateStoryService } from '#modules/stories/generate/generate-story.service.js'
import type {
  GenerationResult,
  GenerationCommand
} from '#modules/stories/generate/generation-command.js'
import { StoryEventSender } from './story-event-sender.js'
import { StreamMetrics } from './stream-metrics.js'

/** Runs a generation and sends its events. */
@Injectable()
export class StreamStoryService {
  constructor(
    private readonly generation: GenerateStoryService,
    private readonly metrics: StreamMetrics,
    private readonly logger: PinoLogger,
    @Inject(httpConfig.KEY) private readonly settings: ConfigType<typeof httpConfig>
  ) {}

  /**
   * @returns the story; undefined if the generation failed after the first event
   * @throws AppError before the first event; a later error is sent as the last event
   */
  async execute(
    command: GenerationCommand,
    signal: AbortSignal,
    events: EventStream
  ): Promise<GenerationResult | undefined> {
    const { STREAM_HEARTBEAT, STREAM_STALL_TIMEOUT } = this.settings
    const observed = this.metrics.opened()
    const sender = new StoryEventSender(events, observed)
    events.start({
      heartbeatMs: STREAM_HEARTBEAT * 1000,
      stallMs: STREAM_STALL_TIMEOUT * 1000
    })
    try {
      const result = await this.generation.execute({ ...command, listener: sender }, signal)
      await this.sendRemaining(result, sender, events)
      return result
    } catch (error) {
      if (!events.isOpen) throw error
      this.fail(error, events)
      return undefined
    } finally {
      events.stop()
      observed.closed(events.end ?? 'failed')
    }
  }

  /** Sends a replayed or cached story at once, and `done` for every story. */
  private async sendRemaining(
    { story, replayed }: GenerationResult,
    sender: StoryEventSender,
    events: EventStream
  ): Promise<void> {
    if (!sender.hasBegun) {
      if (replayed) events.setHeader('Idempotency-Replayed', 'true')
      await sender.sendWhole(story)
    }
    await sender.sendDone(story)
  }

  private fail(thrown: unknown, events: EventStream): void {
    const error = toAppError(thrown)
    // A disconnected client is recorded as 499 in the access line.
    if (error.status >= 500 && events.end === undefined) {
      const requestId = currentContext()?.requestId
      this.logger.error(
        { action: 'stream_failed', code: error.code, requestId, err: error },
        'Stream failed'
      )
    }
    events.fail(error)
  }
}
