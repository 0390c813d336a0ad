import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import type { SortKey } from '#core/paging/slice.js'
import { StoryMemory } from '#modules/stories/memory/story-memory.service.js'
import { ErasureRepository } from './erasure.repository.js'

interface ErasedBatch {
  readonly ids: readonly string[]
  readonly replaysDeleted: number
  readonly jobsDeleted: number
  readonly booksDeleted: number
  /** The last story of this batch, or of one before. */
  readonly last: SortKey | undefined
}

/** Deletes all stories of an owner. Ledger and audit log hold numbers and names only. */
@Injectable()
export class EraseOwnerService {
  constructor(
    private readonly database: Database,
    private readonly erasure: ErasureRepository,
    private readonly memory: StoryMemory,
    private readonly audit: AuditLog
  ) {}

  /**
   * Deletes what exists at the call, in transactions that are short and each leave an audit event with what
   * they deleted. After a failure a second call deletes the rest.
   *
   * @returns the number of deleted stories
   */
  async execute(owner: Owner): Promise<number> {
    await this.erasure.begin(owner)
    let storiesDeleted = 0
    let batch = await this.eraseBatch(owner)
    while (hasDeleted(batch)) {
      storiesDeleted += batch.ids.length
      await this.memory.forget(owner, batch.ids)
      batch = await this.eraseBatch(owner, batch)
    }
    return storiesDeleted
  }

  /** An owner without anything leaves an event too, but not the last batch after others. */
  private eraseBatch(owner: Owner, before?: ErasedBatch): Promise<ErasedBatch> {
    return this.database.transaction(async transaction => {
      const { ids, last } = await this.erasure.deleteStories(transaction, owner, before?.last)
      const replaysDeleted = await this.erasure.deleteReplays(transaction, owner)
      const jobsDeleted = await this.erasure.deleteJobs(transaction, owner)
      const booksDeleted = await this.erasure.deleteBooks(transaction, owner)
      const others = { replaysDeleted, jobsDeleted, booksDeleted }
      const batch = { ids, ...others, last: last ?? before?.last }
      if (before === undefined || hasDeleted(batch)) {
        const details = { storiesDeleted: ids.length, ...others }
        const event = { action: 'owner_erased', owner, target: owner, details } as const
        await this.audit.append(transaction, event)
      }
      return batch
    })
  }
}

function hasDeleted({ ids, replaysDeleted, jobsDeleted, booksDeleted }: ErasedBatch): boolean {
  return ids.length + replaysDeleted + jobsDeleted + booksDeleted > 0
}
