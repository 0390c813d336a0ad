import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { StoryRepository } from './story.repository.js'

/** Deletes all stories of an owner. Ledger and audit log hold numbers and names only. */
@Injectable()
export class EraseOwnerService {
  constructor(
    private readonly database: Database,
    private readonly stories: StoryRepository,
    private readonly audit: AuditLog
  ) {}

  /** @returns the number of deleted stories */
  async execute(owner: Owner): Promise<number> {
    return this.database.transaction(async transaction => {
      const storiesDeleted = await this.stories.deleteOfOwner(transaction, owner)
      const replaysDeleted = await this.stories.deleteReplaysOfOwner(transaction, owner)
      const details = { storiesDeleted, replaysDeleted }
      await this.audit.append(transaction, {
        action: 'owner_erased',
        owner,
        target: owner,
        details
      })
      return storiesDeleted
    })
  }
}
