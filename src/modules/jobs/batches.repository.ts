import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'
import { jobStates, type JobState } from './job.js'

/** Jobs that were created together. */
export interface Batch {
  readonly id: string
  readonly owner: Owner
  readonly size: number
  readonly counts: Readonly<Record<JobState, number>>
  readonly createdAt: Date
}

@Injectable()
export class BatchesRepository {
  constructor(private readonly database: Database) {}

  async insert(
    transaction: DatabaseTransaction,
    batch: Pick<Batch, 'id' | 'owner' | 'size'>
  ): Promise<void> {
    await transaction.insertInto('batches').values(batch).execute()
  }

  /** @param owner undefined for a batch of any owner */
  async find(id: string, owner: Owner | undefined): Promise<Batch | undefined> {
    if (!isStoryId(id)) return undefined
    const { queries } = this.database
    const row = await queries
      .selectFrom('batches')
      .selectAll()
      .where('id', '=', id)
      .$if(owner !== undefined, batches => batches.where('owner', '=', owner as Owner))
      .executeTakeFirst()
    if (row === undefined) return undefined
    const counted = await queries
      .selectFrom('jobs')
      .select(['state', ({ fn }) => fn.countAll<string>().as('jobs')])
      .where('batch_id', '=', id)
      .groupBy('state')
      .execute()
    const numbers = new Map(counted.map(({ state, jobs }) => [state, Number(jobs)]))
    const counts = Object.fromEntries(jobStates.map(state => [state, numbers.get(state) ?? 0]))
    return {
      id: row.id,
      owner: row.owner as Owner,
      size: row.size,
      counts: counts as Batch['counts'],
      createdAt: row.created_at
    }
  }
}
