import type { EventStream } from '#core/http/streaming/event-stream.js'
import { strictDouble } from '#core/testing/strict-double.fixture.js'
import { aStory } from '#modules/stories/domain/story.fixture.js'
import { StoryEventSender } from './story-event-sender.js'

function listen() {
  const sent: (readonly [string, object])[] = []
  let deltas = 0
  const events = strictDouble<EventStream>({
    send: (name, data) => Promise.resolve(void sent.push([name, data as object]))
  })
  const observed = { textSent: () => void deltas++, closed: () => undefined }
  return { sender: new StoryEventSender(events, observed), sent, deltas: () => deltas }
}

describe('The events of a stream', () => {
  it('deliver a finished story paragraph by paragraph', async () => {
    const { sender, sent, deltas } = listen()
    const story = aStory({ content: 'The fox ran.\n\nIt slept.' })
    await sender.sendWhole(story)
    expect(sent).toEqual([
      ['meta', { storyId: story.id, model: story.model, requestId: '' }],
      ['title', { text: story.title }],
      ['delta', { text: 'The fox ran.\n\n' }],
      ['delta', { text: 'It slept.' }]
    ])
    expect(deltas()).toBe(2)
  })

  it('concatenate to the content', async () => {
    const { sender, sent } = listen()
    const content = 'One.\n\n\n\nTwo.\nThree.\n\nFour.'
    await sender.sendWhole(aStory({ content }))
    const texts = sent.filter(([name]) => name === 'delta').map(([, data]) => data)
    expect(texts.map(data => (data as { text: string }).text).join('')).toBe(content)
  })

  it('start when the model is known', async () => {
    const { sender } = listen()
    expect(sender.hasBegun).toBe(false)
    await sender.onStart({ storyId: 'id', model: 'gpt-4o-mini' })
    expect(sender.hasBegun).toBe(true)
  })
})
