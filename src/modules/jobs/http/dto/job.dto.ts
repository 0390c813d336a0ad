import {
  ChoiceField,
  FlagField,
  IntegerField,
  MapField,
  ObjectField,
  TextField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { notBlank } from '#core/http/openapi/decorators/patterns.js'
import {
  jobPriorities,
  jobStates,
  type Job,
  type JobPriority,
  type JobState
} from '#modules/jobs/job.js'

const stages = ['waiting', 'writing', 'retrying', 'ended'] as const
type Stage = (typeof stages)[number]

class JobProgressDto {
  @ChoiceField({
    description:
      'waiting: not begun; writing: a run is in progress; retrying: waits for another run after a failure that may pass; ended.',
    choices: stages
  })
  readonly stage!: Stage

  @IntegerField({
    description: 'Number of the current or last run; 0 before the first.',
    min: 0,
    max: 1_000_000
  })
  readonly attempt!: number
}

export class JobErrorDto {
  @TextField({
    description: 'Error code, as in the error body.',
    maxLength: 50,
    pattern: '^[A-Z_]+$'
  })
  readonly code!: string

  @TextField({ description: 'Message for people.', maxLength: 2000, pattern: notBlank })
  readonly message!: string

  @MapField({
    description: 'Details, as in the error body.',
    maxProperties: 50,
    values: true
  })
  readonly details!: Readonly<Record<string, unknown>>

  @FlagField({ description: 'Whether the same request may succeed later.' })
  readonly retryable!: boolean
}

const id = '5b0d4c1e-9a37-4a0e-8a55-0d2f6f1c7e21'

/** A job, as its owner sees it. */
export class JobDto {
  static readonly examples: Readonly<Record<string, JobDto>> = {
    queued: {
      id,
      batchId: null,
      state: 'queued',
      progress: { stage: 'waiting', attempt: 0 },
      priority: 'normal',
      storyId: null,
      error: null,
      startAfter: '2026-12-01T22:00:00.000Z',
      deadline: null,
      createdAt: '2026-12-01T09:30:00.000Z',
      startedAt: null,
      finishedAt: null
    },
    completed: {
      id,
      batchId: null,
      state: 'completed',
      progress: { stage: 'ended', attempt: 1 },
      priority: 'normal',
      storyId: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11',
      error: null,
      startAfter: '2026-12-01T09:30:00.000Z',
      deadline: null,
      createdAt: '2026-12-01T09:30:00.000Z',
      startedAt: '2026-12-01T09:30:01.000Z',
      finishedAt: '2026-12-01T09:30:21.000Z'
    }
  }

  @UuidField({ description: 'Job id (UUID).' })
  readonly id!: string

  @UuidField({ description: 'Batch of the job; null without one.', nullable: true })
  readonly batchId!: string | null

  @ChoiceField({
    description:
      'completed, failed and cancelled are final; only an admin can run a failed job again.',
    choices: jobStates
  })
  readonly state!: JobState

  @ObjectField({ description: 'What the job does now.', type: () => JobProgressDto })
  readonly progress!: JobProgressDto

  @ChoiceField({
    description: 'Order among the jobs of the same owner.',
    choices: jobPriorities
  })
  readonly priority!: JobPriority

  @UuidField({ description: 'The story of a completed job; null before.', nullable: true })
  readonly storyId!: string | null

  @ObjectField({
    description: 'Why the last run failed; null if it did not.',
    type: () => JobErrorDto,
    nullable: true
  })
  readonly error!: JobErrorDto | null

  @TimeField({ description: 'The job does not start before.' })
  readonly startAfter!: string

  @TimeField({
    description: 'When the job fails at the latest; null without a deadline.',
    nullable: true
  })
  readonly deadline!: string | null

  @TimeField({ description: 'Creation.' })
  readonly createdAt!: string

  @TimeField({ description: 'Start of the first run; null before.', nullable: true })
  readonly startedAt!: string | null

  @TimeField({ description: 'End; null before.', nullable: true })
  readonly finishedAt!: string | null

  static from(job: Job): JobDto {
    const { id: jobId, batchId, state, priority, attempt, storyId, error } = job
    return {
      id: jobId,
      batchId,
      state,
      progress: { stage: stageOf(job), attempt },
      priority,
      storyId,
      error,
      startAfter: job.startAfter.toISOString(),
      deadline: job.deadline?.toISOString() ?? null,
      createdAt: job.createdAt.toISOString(),
      startedAt: job.startedAt?.toISOString() ?? null,
      finishedAt: job.finishedAt?.toISOString() ?? null
    }
  }
}

function stageOf({ state, attempt }: Job): Stage {
  if (state === 'running') return 'writing'
  if (state !== 'queued') return 'ended'
  return attempt === 0 ? 'waiting' : 'retrying'
}
