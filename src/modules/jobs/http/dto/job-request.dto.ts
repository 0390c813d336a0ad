import { applyDecorators } from '@nestjs/common'
import { Checked } from '#core/http/dto/field-rule.js'
import { ChoiceInput, PatternInput } from '#core/http/dto/input-field.decorators.js'
import { MomentInput } from '#core/http/dto/time-range.dto.js'
import { jobPriorities, type JobPriority, type NewJob } from '#modules/jobs/job.js'
import { CreateStoryDto } from '#modules/stories/http/dto/create-story.dto.js'

const maxDaysAhead = 30
const dayMs = 86_400_000

/** A time that has not passed and is at most `maxDaysAhead` from now. */
function ComingMomentInput(field: { readonly description: string }): PropertyDecorator {
  const message = `must be a time in the next ${maxDaysAhead} days`
  return applyDecorators(
    MomentInput(field),
    Checked('coming', value => {
      const ms = typeof value === 'string' ? Date.parse(value) : NaN
      const aheadMs = ms - Date.now()
      return Number.isNaN(ms) || (aheadMs > 0 && aheadMs <= maxDaysAhead * dayMs)
        ? []
        : [{ rule: 'conflict', message }]
    })
  )
}

/** The body of `POST /jobs`, and one of `POST /batches`: what `POST /stories` takes, and when it shall run. */
export class JobRequestDto extends CreateStoryDto {
  static override readonly examples = {
    ...CreateStoryDto.examples,
    job: {
      keywords: ['harbour', 'fog', 'bell'],
      genre: 'mystery',
      maxLength: 1200,
      priority: 'high'
    }
  } as const satisfies Record<string, Partial<JobRequestDto>>

  @ChoiceInput({
    description: 'Order among the jobs of the same owner. Other owners are not affected.',
    default: 'normal',
    choices: jobPriorities
  })
  readonly priority: JobPriority = 'normal'

  @ComingMomentInput({
    description: 'The job does not start before this time, or the beginning of this day (UTC).'
  })
  readonly startAfter?: string

  @ComingMomentInput({
    description:
      'The job fails with AI_TIMEOUT if it is not completed by this time, or the beginning of this day (UTC).'
  })
  readonly deadline?: string

  @PatternInput({
    description:
      'Gets a webhook when the job has ended: an https address of a host that the operator allows.',
    optional: true,
    maxLength: 2048,
    pattern: String.raw`^https://[^\s]{1,2040}$`,
    message: 'must be an https address'
  })
  readonly callbackUrl?: string

  toNewJob(): NewJob {
    const { priority, startAfter, deadline, callbackUrl } = this
    return {
      request: this.toStoryRequest(),
      priority,
      startAfter: startAfter === undefined ? undefined : new Date(startAfter),
      deadline: deadline === undefined ? undefined : new Date(deadline),
      callbackUrl
    }
  }
}
