import { Database } from '#core/database/database.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { revise, revised, storedStory, type StoryBody } from '../../harness/fixtures/revisions.js'
import { call } from '../../harness/fixtures/stories.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
const headers = { 'X-API-Key': testKey }
const others = { Authorization: `Bearer ${userToken({ sub: 'other' })}` }

interface Tree {
  readonly root: StoryBody
  readonly darker: StoryBody
  readonly shorter: StoryBody
  readonly other: StoryBody
}

/** Two revisions of one story, and a revision of the first one. */
async function aTree(): Promise<Tree> {
  const root = await storedStory(service, headers, { maxLength: 150 })
  const darker = await revised(service, headers, root.id, { kind: 'tone', tone: 'dark' })
  const shorter = await revised(service, headers, darker.id, { kind: 'shorten', words: 60 })
  const other = await revised(service, headers, root.id, { kind: 'regenerate' })
  return { root, darker, shorter, other }
}

const revisionsOf = (id: string) => call(service, 'get', `/api/v1/stories/${id}/revisions`, headers)
const status = async (id: string): Promise<number> =>
  (await call(service, 'get', `/api/v1/stories/${id}`, headers)).status

describe('The tree of a story', () => {
  it('has all revisions below it, the oldest first', async () => {
    const { root, darker, shorter, other } = await aTree()
    const { body } = await revisionsOf(root.id)
    expect(body.data).toMatchObject({ storyId: root.id, hasMore: false })
    expect(body.data.revisions).toEqual(
      [darker, shorter, other].map(({ id, parentId, revision, title, wordCount }) => ({
        id,
        parentId,
        revision,
        title,
        wordCount,
        createdAt: expect.any(String)
      }))
    )
    const below = await revisionsOf(darker.id.toUpperCase())
    expect(below.body.data.revisions.map(({ id }: StoryBody) => id)).toEqual([shorter.id])
    expect((await revisionsOf(shorter.id)).body.data.revisions).toEqual([])
  })

  it('is a 404 for other owners', async () => {
    const { root } = await aTree()
    const path = `/api/v1/stories/${root.id}`
    expect((await call(service, 'get', `${path}/revisions`, others)).status).toBe(404)
    expect((await call(service, 'get', `${path}/diff?to=${root.id}`, others)).status).toBe(404)
  })

  it('keeps the revisions of a deleted story, which name it still', async () => {
    const { root, darker } = await aTree()
    await call(service, 'delete', `/api/v1/stories/${root.id}`, headers).expect(204)
    const kept = await call(service, 'get', `/api/v1/stories/${darker.id}`, headers)
    expect(kept.body.data).toEqual(darker)
    expect((await revisionsOf(root.id)).status).toBe(404)
    expect((await revise(service, headers, darker.id, { kind: 'regenerate' })).status).toBe(201)
  })

  it('is deleted with its story on request', async () => {
    const { root, darker, shorter, other } = await aTree()
    const query = '?revisions=true'
    await call(service, 'delete', `/api/v1/stories/${darker.id}${query}`, headers).expect(204)
    const left = await Promise.all([root, darker, shorter, other].map(({ id }) => status(id)))
    expect(left).toEqual([200, 404, 404, 200])
    const again = await call(service, 'delete', `/api/v1/stories/${darker.id}${query}`, headers)
    expect(again.status).toBe(404)
    const events = await service.app
      .get(Database)
      .queries.selectFrom('audit_events')
      .select('target')
      .where('action', '=', 'story_deleted')
      .where('target', 'in', [darker.id, shorter.id])
      .execute()
    expect(events).toHaveLength(2)
    const none = await call(service, 'delete', `/api/v1/stories/x${query}`, headers)
    expect(none.status).toBe(404)
  })
})

describe('The difference of two stories', () => {
  const diff = (from: string, to: string) =>
    call(service, 'get', `/api/v1/stories/${from}/diff?to=${to}`, headers)

  it('is both texts in parts', async () => {
    const { root, darker } = await aTree()
    const change = { kind: 'rewrite', start: 0, end: 60 }
    const rewritten = await revised(service, headers, root.id, change)
    for (const other of [rewritten, darker, root]) {
      const { body } = await diff(root.id, other.id)
      const parts: readonly { change: string; text: string }[] = body.data.parts
      const without = (kind: string): string =>
        parts.flatMap(part => (part.change === kind ? [] : [part.text])).join('')
      expect(without('inserted')).toBe(root.content)
      expect(without('deleted')).toBe(other.content)
      expect(body.data).toMatchObject({
        from: root.id,
        to: other.id,
        isEqual: other === root,
        toTitle: other.title
      })
    }
  })

  it('needs the id of a story of the owner', async () => {
    const { root } = await aTree()
    expect((await diff(root.id, 'x')).status).toBe(400)
    expect((await diff(root.id, '00000000-0000-4000-8000-000000000000')).status).toBe(404)
    const { status: missing } = await call(
      service,
      'get',
      `/api/v1/stories/${root.id}/diff`,
      headers
    )
    expect(missing).toBe(400)
  })
})
