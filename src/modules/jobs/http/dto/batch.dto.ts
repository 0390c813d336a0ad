import {
  ChoiceField,
  IntegerField,
  ObjectField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import type { Batch } from '#modules/jobs/batches.repository.js'
import { maxBatchSize } from './batch-request.dto.js'

const count = { min: 0, max: maxBatchSize }
const states = ['running', 'ended'] as const

class BatchCountsDto {
  @IntegerField({ description: 'Jobs that wait.', ...count })
  readonly queued!: number

  @IntegerField({ description: 'Jobs that run.', ...count })
  readonly running!: number

  @IntegerField({ description: 'Jobs with a story.', ...count })
  readonly completed!: number

  @IntegerField({ description: 'Jobs that failed.', ...count })
  readonly failed!: number

  @IntegerField({ description: 'Cancelled jobs.', ...count })
  readonly cancelled!: number
}

/** A batch, with the number of its jobs in each state. */
export class BatchDto {
  static readonly examples: Readonly<Record<string, BatchDto>> = {
    batch: {
      id: '0f7a4d9e-52a3-4c0c-9f44-3a2d1b0c9e55',
      state: 'running',
      size: 100,
      counts: { queued: 57, running: 5, completed: 36, failed: 2, cancelled: 0 },
      createdAt: '2026-12-01T22:00:00.000Z'
    }
  }

  @UuidField({ description: 'Batch id (UUID).' })
  readonly id!: string

  @ChoiceField({ description: 'ended: no job of the batch waits or runs.', choices: states })
  readonly state!: (typeof states)[number]

  @IntegerField({ description: 'Number of jobs.', min: 1, max: maxBatchSize })
  readonly size!: number

  @ObjectField({ description: 'Number of jobs by state.', type: () => BatchCountsDto })
  readonly counts!: BatchCountsDto

  @TimeField({ description: 'Creation.' })
  readonly createdAt!: string

  static from({ id, size, counts, createdAt }: Batch): BatchDto {
    const state = counts.queued + counts.running > 0 ? 'running' : 'ended'
    return { id, state, size, counts, createdAt: createdAt.toISOString() }
  }
}
