import type { AuditEvent, AuditLog } from '#core/audit/audit-log.service.js'
import type { Database } from '#core/database/database.js'
import { strictDouble } from '#core/testing/strict-double.fixture.js'
import { DeleteStoryService } from './delete-story.service.js'
import { EraseOwnerService } from './erase-owner.service.js'
import { NoSuchStory } from './no-such-story.js'
import type { StoryRepository } from './story.repository.js'

const owner = 'user:1'

/** A database without tables: each transaction only runs its work. */
const database = strictDouble<Database>({
  transaction: work => work(undefined as never)
})

function auditLog(): { readonly log: AuditLog; readonly events: readonly AuditEvent[] } {
  const events: AuditEvent[] = []
  const log = strictDouble<AuditLog>({
    append: (_transaction, event) => Promise.resolve(void events.push(event))
  })
  return { log, events }
}

describe('The story library', () => {
  it('records a deletion in the audit log', async () => {
    const { log, events } = auditLog()
    const stories = strictDouble<StoryRepository>({ delete: () => Promise.resolve(true) })
    await new DeleteStoryService(database, stories, log).execute(owner, 'id')
    expect(events).toEqual([{ action: 'story_deleted', owner, target: 'id' }])
  })

  it('rejects a deletion of a story that does not exist, and records nothing', async () => {
    const { log, events } = auditLog()
    const stories = strictDouble<StoryRepository>({ delete: () => Promise.resolve(false) })
    const deletion = new DeleteStoryService(database, stories, log).execute(owner, 'id')
    await expect(deletion).rejects.toThrow(NoSuchStory)
    expect(events).toEqual([])
  })

  it('erases stories and stored replays of an owner, and records both numbers', async () => {
    const { log, events } = auditLog()
    const stories = strictDouble<StoryRepository>({
      deleteOfOwner: () => Promise.resolve(3),
      deleteReplaysOfOwner: () => Promise.resolve(2)
    })
    expect(await new EraseOwnerService(database, stories, log).execute(owner)).toBe(3)
    expect(events).toEqual([
      {
        action: 'owner_erased',
        owner,
        target: owner,
        details: { storiesDeleted: 3, replaysDeleted: 2 }
      }
    ])
  })
})
