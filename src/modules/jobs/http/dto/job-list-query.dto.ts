import { isTime } from '#core/http/dto/cursor.js'
import { ChoiceInput, OwnerInput, PatternInput } from '#core/http/dto/input-field.decorators.js'
import { PageQueryDto, type PageSlice } from '#core/http/dto/paging.dto.js'
import type { Owner } from '#core/access/principal.js'
import { jobStates, type JobState } from '#modules/jobs/job.js'
import type { JobFilter } from '#modules/jobs/jobs.repository.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'

/** Query parameters of the list of jobs. */
export class JobListQueryDto extends PageQueryDto {
  @ChoiceInput({ description: 'Only jobs in this state.', choices: jobStates })
  readonly state?: JobState

  @PatternInput({
    description: 'Only jobs of this batch (UUID).',
    optional: true,
    maxLength: 36,
    pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
    message: 'must be a UUID'
  })
  readonly batchId?: string

  /** @throws ValidationFailed if the cursor is not one of this list */
  toJobSlice(): PageSlice {
    return this.toSlice(isTime, isStoryId)
  }

  toFilter(owner: Owner | undefined): JobFilter {
    const { state, batchId } = this
    return { owner, state, batchId }
  }
}

/** Query parameters of an admin's list of jobs. */
export class AllJobsQueryDto extends JobListQueryDto {
  @OwnerInput({ description: 'Only jobs of this owner.', optional: true })
  readonly owner?: Owner
}
