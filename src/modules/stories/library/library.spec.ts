import type { AuditEvent, AuditLog } from '#core/audit/audit-log.service.js'
import type { Database } from '#core/database/database.js'
import { strictDouble } from '#core/testing/strict-double.fixture.js'
import { DeleteStoryService } from './delete-story.service.js'
import { EraseOwnerService } from './erase-owner.service.js'
import type { ErasureRepository } from './erasure.repository.js'
import { NoSuchStory } from './no-such-story.js'
import type { StoryMemory } from '#modules/stories/memory/story-memory.service.js'
import type { StoryRepository } from './story.repository.js'
import type { StoryTreeRepository } from './story-tree.repository.js'

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

let forgotten: string[]
const memory = strictDouble<StoryMemory>({
  forget: (_owner, ids) => Promise.resolve(void forgotten.push(...ids))
})
beforeEach(() => {
  forgotten = []
})

function deletionOf(stories: StoryRepository, log: AuditLog): DeleteStoryService {
  const trees = strictDouble<StoryTreeRepository>({})
  return new DeleteStoryService(database, stories, trees, memory, log)
}

describe('The story library', () => {
  it('records a deletion in the audit log', async () => {
    const { log, events } = auditLog()
    const stories = strictDouble<StoryRepository>({ delete: () => Promise.resolve(true) })
    await deletionOf(stories, log).execute(owner, 'id')
    expect(events).toEqual([{ action: 'story_deleted', owner, target: 'id' }])
    expect(forgotten).toEqual(['id'])
  })

  it('rejects a deletion of a story that does not exist, and records nothing', async () => {
    const { log, events } = auditLog()
    const stories = strictDouble<StoryRepository>({ delete: () => Promise.resolve(false) })
    const deletion = deletionOf(stories, log).execute(owner, 'id')
    await expect(deletion).rejects.toThrow(NoSuchStory)
    expect(events).toEqual([])
  })

  it('erases in batches until none is left, and records the numbers of each', async () => {
    const { log, events } = auditLog()
    const positions: unknown[] = []
    const batches = [500, 3, 0].map((count, index) => ({
      ids: Array.from({ length: count }, (_, at) => `${index}-${at}`),
      last: count === 0 ? undefined : [String(index), 'id']
    }))
    const replays = [2, 0, 0]
    const jobs = [0, 4, 0]
    const books = [0, 1, 0]
    const erasure = strictDouble<ErasureRepository>({
      begin: () => Promise.resolve(),
      deleteStories: (_transaction, _owner, after) => {
        positions.push(after)
        return Promise.resolve(batches.shift() ?? { ids: [], last: undefined })
      },
      deleteReplays: () => Promise.resolve(replays.shift() ?? 0),
      deleteBooks: () => Promise.resolve(books.shift() ?? 0),
      deleteJobs: () => Promise.resolve(jobs.shift() ?? 0)
    })
    expect(await new EraseOwnerService(database, erasure, memory, log).execute(owner)).toBe(503)
    const event = { action: 'owner_erased', owner, target: owner }
    expect(events).toEqual([
      {
        ...event,
        details: { storiesDeleted: 500, replaysDeleted: 2, jobsDeleted: 0, booksDeleted: 0 }
      },
      {
        ...event,
        details: { storiesDeleted: 3, replaysDeleted: 0, jobsDeleted: 4, booksDeleted: 1 }
      }
    ])
    expect(forgotten).toHaveLength(503)
    expect(positions).toEqual([undefined, ['0', 'id'], ['1', 'id']])
  })

  it('records the erasure of an owner without anything', async () => {
    const { log, events } = auditLog()
    const erasure = strictDouble<ErasureRepository>({
      begin: () => Promise.resolve(),
      deleteStories: () => Promise.resolve({ ids: [], last: undefined }),
      deleteReplays: () => Promise.resolve(0),
      deleteBooks: () => Promise.resolve(0),
      deleteJobs: () => Promise.resolve(0)
    })
    expect(await new EraseOwnerService(database, erasure, memory, log).execute(owner)).toBe(0)
    expect(events).toHaveLength(1)
  })
})
