import { Injectable } from '@nestjs/common'
import { AuditLog } from '#core/audit/audit-log.service.js'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import { StoryMemory } from '#modules/stories/memory/story-memory.service.js'
import { NoSuchStory } from './no-such-story.js'
import { StoryRepository } from './story.repository.js'
import { StoryTreeRepository } from './story-tree.repository.js'

/** Deletes a story permanently. Its revisions are stories of their own, which stay unless they are deleted too. */
@Injectable()
export class DeleteStoryService {
  constructor(
    private readonly database: Database,
    private readonly stories: StoryRepository,
    private readonly trees: StoryTreeRepository,
    private readonly memory: StoryMemory,
    private readonly audit: AuditLog
  ) {}

  /** @throws NoSuchStory if the owner has no story with this id */
  async execute(owner: string, id: string, withRevisions = false): Promise<void> {
    const deleted = await this.database.transaction(async transaction => {
      const ids = withRevisions
        ? await this.trees.deleteTree(transaction, owner, id)
        : await this.deleteOne(transaction, owner, id)
      if (ids.length === 0) throw new NoSuchStory()
      for (const target of ids) {
        await this.audit.append(transaction, { action: 'story_deleted', owner, target })
      }
      return ids
    })
    await this.memory.forget(owner, deleted)
  }

  private async deleteOne(
    transaction: DatabaseTransaction,
    owner: string,
    id: string
  ): Promise<readonly string[]> {
    return (await this.stories.delete(transaction, owner, id)) ? [id] : []
  }
}
