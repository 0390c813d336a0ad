import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import type { SortKey } from '#core/paging/slice.js'
import { StoryRepository, type StoryBatch } from './story.repository.js'

/** Exports the stories of an owner in batches. Each export is written to the audit log. */
@Injectable()
export class ExportOwnerService {
  constructor(
    private readonly database: Database,
    private readonly stories: StoryRepository,
    private readonly audit: AuditLog
  ) {}

  /** @param after the `next` of the previous batch */
  async execute(owner: Owner, after: SortKey | undefined): Promise<StoryBatch> {
    return this.database.transaction(async transaction => {
      const batch = await this.stories.exportBatch(transaction, owner, after)
      const details = { stories: batch.stories.length }
      await this.audit.append(transaction, {
        action: 'owner_exported',
        owner,
        target: owner,
        details
      })
      return batch
    })
  }
}
