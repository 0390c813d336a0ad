import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { InjectMetric, type Counter, type Histogram } from '#core/metrics/inject-metric.js'
import { passes, type ReviewedDraft } from '#modules/stories/writing/review.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import type { Story } from '#modules/stories/domain/story.js'

type RepairResult = 'not_needed' | 'improved' | 'not_improved'

/** Tells log and metrics how good the stories are, and whether repairs are worth their money. */
@Injectable()
export class GenerationReport {
  constructor(
    private readonly logger: PinoLogger,
    @InjectMetric('jiraiya_story_checks_total') private readonly checks: Counter,
    @InjectMetric('jiraiya_story_keywords_asked_total') private readonly asked: Counter,
    @InjectMetric('jiraiya_story_keywords_found_total') private readonly found: Counter,
    @InjectMetric('jiraiya_story_lengths_total') private readonly lengths: Counter,
    @InjectMetric('jiraiya_story_words') private readonly words: Histogram
  ) {}

  /** `first` is the first draft, undefined when the first answer held none. */
  generated(story: Story, first: ReviewedDraft | undefined, delivered: ReviewedDraft): void {
    const { keywordsUsed, keywordsMissing, length, wordCount } = delivered
    const repair = repairResult(first, delivered)
    this.count('keywords', keywordsMissing.length === 0 ? 'passed' : 'failed')
    this.count('length', length === 'within' ? 'passed' : 'failed')
    this.count('repair', repair)
    this.asked.inc(keywordsUsed.length + keywordsMissing.length)
    this.found.inc(keywordsUsed.length)
    this.lengths.inc({ length })
    this.words.observe(wordCount)
    const { id, model, charges } = story
    const missing = keywordsMissing.length
    this.logger.info(
      {
        action: 'story_generated',
        storyId: id,
        model,
        promptVersion,
        wordCount,
        missing,
        repair,
        ...charges
      },
      'Story generated'
    )
  }

  private count(check: 'keywords' | 'length' | 'repair', result: string): void {
    this.checks.inc({ check, result })
  }
}

function repairResult(first: ReviewedDraft | undefined, delivered: ReviewedDraft): RepairResult {
  if (first !== delivered) return 'improved'
  return passes(delivered) ? 'not_needed' : 'not_improved'
}
