import { JiraiyaClient } from '@kuybi/jiraiya-client'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { useService } from '../harness/service/use-service.js'

const service = useService()
const client = (): JiraiyaClient => new JiraiyaClient({ baseUrl: service.url, apiKey: testKey })

describe('The revisions of the client', () => {
  it('are created, streamed, listed, compared and deleted', async () => {
    const { revisions } = client()
    const story = await client().createStory(storyRequest({ maxLength: 100 }))
    const darker = await revisions.create(story.id, { kind: 'tone', tone: 'dark' })
    expect(darker).toMatchObject({ parentId: story.id, revision: { kind: 'tone' }, tone: 'dark' })
    let content = ''
    const stream = revisions.stream(darker.id, { kind: 'continue', words: 60 })
    for await (const event of stream) if (event.type === 'delta') content += event.text
    const longer = await stream.finalStory()
    expect(content).toBe(longer.content)
    const tree = await revisions.list(story.id)
    expect(tree.revisions.map(({ id }) => id)).toEqual([darker.id, longer.id])
    const { parts, isEqual } = await revisions.compare(darker.id, longer.id)
    expect([parts[0]?.change, isEqual]).toEqual(['equal', false])
    await client().deleteStory(story.id, { revisions: true })
    await expect(revisions.list(darker.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('share one Idempotency-Key in all attempts', async () => {
    const story = await client().createStory(storyRequest({ maxLength: 100 }))
    const options = { idempotencyKey: `client revision of ${story.id}` }
    const first = await client().revisions.create(story.id, { kind: 'regenerate' }, options)
    const second = await client().revisions.create(story.id, { kind: 'regenerate' }, options)
    expect(second.id).toBe(first.id)
  })
})
