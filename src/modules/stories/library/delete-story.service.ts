import { Injectable } from '@nestjs/common'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database } from '#core/database/database.js'
import { NoSuchStory } from './no-such-story.js'
import { StoryRepository } from './story.repository.js'

/** Deletes a story permanently. */
@Injectable()
export class DeleteStoryService {
  constructor(
    private readonly database: Database,
    private readonly stories: StoryRepository,
    private readonly audit: AuditLog
  ) {}

  /** @throws NoSuchStory if the owner has no story with this id */
  async execute(owner: string, id: string): Promise<void> {
    await this.database.transaction(async transaction => {
      if (!(await this.stories.delete(transaction, owner, id))) throw new NoSuchStory()
      await this.audit.append(transaction, { action: 'story_deleted', owner, target: id })
    })
  }
}
