import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { toAppError } from '#core/http/errors/to-app-error.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'
import { lacks, type Story } from '#modules/stories/domain/story.js'
import { passes, type ReviewedDraft } from '#modules/stories/writing/review.js'
import type { WrittenStory } from '#modules/stories/writing/write-draft.js'
import type { GenerationCommand, GenerationResult } from './generation-command.js'

type Result = 'written' | 'cached' | 'failed' | 'client_closed'
type RepairResult = 'not_needed' | 'improved' | 'not_improved'

/** Metrics and log lines of generations: how each ended, and the quality of new stories. */
@Injectable()
export class GenerationMetrics {
  constructor(
    private readonly logger: PinoLogger,
    private readonly metrics: StoriesMetrics
  ) {}

  /** Measures a generation that has started, and returns its result or throws its error. */
  async observe(
    generation: Promise<GenerationResult>,
    { route }: Pick<GenerationCommand, 'route'>,
    signal: AbortSignal
  ): Promise<GenerationResult> {
    const stopTimer = this.metrics.generationDuration.startTimer({ route })
    const ended = (outcome: string, result: Result): void => {
      stopTimer({ result })
      this.metrics.generations.inc({ route, outcome })
    }
    this.metrics.generationsInProgress.inc({ route })
    try {
      const result = await generation
      ended('ok', result.replayed || result.story.cached ? 'cached' : 'written')
      return result
    } catch (error) {
      if (signal.reason instanceof ClientDisconnected) ended('client_closed', 'client_closed')
      else ended(toAppError(error).code, 'failed')
      throw error
    } finally {
      this.metrics.generationsInProgress.dec({ route })
    }
  }

  /** Records the quality of a new story, and whether its repair was worth its cost. */
  written(story: Story, { first, best }: Omit<WrittenStory, 'unmoderated'>): void {
    const { id, model, promptVersion, charges } = story
    const { keywordsUsed, keywordsMissing, length, wordCount } = best
    const missing = keywordsMissing.length
    const repair = repairResult(first, best)
    for (const check of lacks) {
      const result = story.lacks.includes(check) ? 'failed' : 'passed'
      this.metrics.checks.inc({ check, result })
    }
    this.metrics.checks.inc({ check: 'all', result: story.lacks.length > 0 ? 'failed' : 'passed' })
    this.metrics.checks.inc({ check: 'repair', result: repair })
    this.metrics.keywordsAsked.inc(keywordsUsed.length + missing)
    this.metrics.keywordsFound.inc(keywordsUsed.length)
    this.metrics.lengths.inc({ length })
    this.metrics.words.observe(wordCount)
    const facts = { storyId: id, model, promptVersion, wordCount, missing, repair, ...charges }
    this.logger.info({ action: 'story_generated', ...facts }, 'Story generated')
  }
}

function repairResult(first: ReviewedDraft | undefined, best: ReviewedDraft): RepairResult {
  if (first?.content !== best.content) return 'improved'
  return passes(best) ? 'not_needed' : 'not_improved'
}
