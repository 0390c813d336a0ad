import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { isStrict } from '#core/config/environment.js'
import { DeadlineExceeded } from '#core/context/deadline.js'
import { AppError } from '#core/errors/app-error.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'
import { AiError } from '#modules/llm/ai-error.js'
import { Moderation, type ModerationScores } from '#modules/llm/moderation.js'
import type { Story } from '#modules/stories/domain/story.js'
import { storiesConfig } from '#modules/stories/stories.config.js'
import { detectInjection } from './injection/detect-injection.js'
import { SystemPromptLeakDetector } from './system-prompt-leak-detector.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { ContentRejected, type Rejection } from './content-rejected.js'
import { flaggedCategories } from './moderation-thresholds.js'

type Stage = 'input' | 'output'
type DraftTexts = Pick<Story, 'title' | 'content' | 'summary' | 'tags'>

/** Decides whether a request may be written and a story may be delivered. */
@Injectable()
export class StorySafetyService implements OnModuleInit {
  constructor(
    private readonly moderation: Moderation,
    private readonly leakDetector: SystemPromptLeakDetector,
    @Inject(storiesConfig.KEY) private readonly settings: ConfigType<typeof storiesConfig>,
    @Inject(appConfig.KEY) private readonly app: ConfigType<typeof appConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: StoriesMetrics
  ) {}

  /** Compiles the rules at start, so that no request waits for it. */
  onModuleInit(): void {
    detectInjection(['ignore all previous instructions'])
  }

  /** @throws ContentRejected, or AppError AI_UNAVAILABLE if moderation fails and is required */
  async moderateRequest(request: StoryRequest, signal: AbortSignal): Promise<void> {
    this.rejectInjection(request)
    await this.moderate('input', freeTexts(request).join('\n'), request, signal)
  }

  /**
   * Rejects a text that repeats the system prompt.
   * @throws ContentRejected
   */
  rejectLeak(text: string): void {
    if (!this.leakDetector.isIn(text)) return
    this.metrics.injections.inc({ rule: 'prompt_leak', action: 'block' })
    throw this.rejected({ reason: 'prompt_leak', stage: 'output' })
  }

  /**
   * @param scores of the text, if they are known
   * @throws ContentRejected, or AppError AI_UNAVAILABLE if moderation fails and is required
   */
  async moderateText(
    text: string,
    request: StoryRequest,
    signal: AbortSignal,
    scores?: ModerationScores
  ): Promise<void> {
    await this.moderate('output', text, request, signal, scores)
  }

  /** Whether text of a story must be moderated before it is delivered. */
  isOutputModerated({ audience }: StoryRequest): boolean {
    return this.isModerated('output', audience)
  }

  private rejectInjection(request: StoryRequest): void {
    const { PROMPT_INJECTION } = this.settings
    if (PROMPT_INJECTION === 'off') return
    const finding = detectInjection(freeTexts(request))
    if (finding === undefined) return
    const { rule } = finding
    this.metrics.injections.inc({ rule, action: PROMPT_INJECTION })
    this.logger.warn(
      { action: 'prompt_injection', rule, handling: PROMPT_INJECTION },
      'Instruction-like input'
    )
    if (PROMPT_INJECTION === 'block') {
      throw this.rejected({ reason: 'prompt_injection', stage: 'input', categories: [rule] })
    }
  }

  private async moderate(
    stage: Stage,
    text: string,
    { audience }: StoryRequest,
    signal: AbortSignal,
    known?: ModerationScores
  ): Promise<void> {
    if (!this.isModerated(stage, audience)) return
    const categories = await this.flagged(stage, audience, signal, () =>
      known === undefined ? this.moderation.score(text, signal) : Promise.resolve(known)
    )
    if (categories === undefined || categories.length === 0) return
    throw this.rejected({ reason: 'moderation', stage, categories })
  }

  private rejected(rejection: Rejection): ContentRejected {
    this.logger.warn({ action: 'content_rejected', ...rejection }, 'Content rejected')
    return new ContentRejected(rejection)
  }

  /** The flagged categories; undefined if moderation failed and is not required. */
  private async flagged(
    stage: Stage,
    audience: StoryRequest['audience'],
    signal: AbortSignal,
    score: () => Promise<ModerationScores>
  ): Promise<readonly string[] | undefined> {
    try {
      const categories = flaggedCategories(await score(), audience)
      this.metrics.moderations.inc({
        stage,
        result: categories.length === 0 ? 'passed' : 'rejected'
      })
      return categories
    } catch (error) {
      if (signal.reason instanceof DeadlineExceeded) throw new AiError('deadline', { cause: error })
      signal.throwIfAborted()
      const closed = (this.settings.MODERATION_FAIL ?? defaultFail(audience)) === 'closed'
      this.metrics.moderations.inc({ stage, result: closed ? 'failed_closed' : 'failed_open' })
      // An open circuit breaker was logged when it opened.
      if (!(error instanceof AiError && error.reason === 'breaker_open')) {
        this.logger.error(
          { action: 'moderation_failed', stage, closed, err: error },
          'Moderation failed'
        )
      }
      if (!closed) return undefined
      throw new AppError('AI_UNAVAILABLE', {
        details: { reason: 'moderation_failed' },
        cause: error
      })
    }
  }

  /** In staging and production, stories for children are always moderated. */
  private isModerated(stage: Stage, audience: StoryRequest['audience']): boolean {
    const { MODERATION } = this.settings
    if (audience === 'children' && isStrict(this.app.ENVIRONMENT)) return true
    return MODERATION === 'both' || MODERATION === stage
  }
}

/** What the caller has written. */
function freeTexts({ keywords, genre, revision: order }: StoryRequest): readonly string[] {
  const { instruction } = order?.revision ?? {}
  return [...keywords, genre, ...(instruction === undefined ? [] : [instruction])]
}

/** All text of a draft that a reader will see. */
export function allTexts({ title, content, summary, tags }: DraftTexts): string {
  return [title, content, summary, tags.join(', ')].filter(text => text !== '').join('\n\n')
}

function defaultFail(audience: StoryRequest['audience']): 'open' | 'closed' {
  return audience === 'children' ? 'closed' : 'open'
}
