import { strictDouble } from '#core/testing/strict-double.fixture.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import { aStoryRequest } from '#modules/stories/domain/story.fixture.js'
import type { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { ModerationBuffer } from './moderation-buffer.js'

const { signal } = new AbortController()
const sentence = 'The fox ran home through the old dark wood. '.repeat(7)

function aBuffer(moderation: { readonly isOn: boolean; readonly rejects?: string }) {
  const delivered: string[] = []
  const moderated: string[] = []
  const buffer = new ModerationBuffer(
    strictDouble<StorySafetyService>({
      isOutputModerated: () => moderation.isOn,
      rejectLeak: () => undefined,
      moderateText: async text => {
        moderated.push(text)
        const { rejects } = moderation
        if (rejects !== undefined && text.includes(rejects)) throw new Error('rejected')
      }
    }),
    aStoryRequest(),
    signal,
    strictDouble<StoryListener>({
      onTitle: async text => void delivered.push(text),
      onDelta: async text => void delivered.push(text)
    })
  )
  return { buffer, delivered, moderated }
}

describe('ModerationBuffer', () => {
  it('delivers text at once when streams are not moderated', async () => {
    const { buffer, delivered, moderated } = aBuffer({ isOn: false })
    await buffer.push('title', 'The fox')
    await buffer.push('text', 'The')
    expect(delivered).toEqual(['The fox', 'The'])
    expect(moderated).toEqual([])
  })

  it('holds text back until a window of whole sentences is moderated', async () => {
    const { buffer, delivered, moderated } = aBuffer({ isOn: true })
    await buffer.push('title', 'The fox')
    await buffer.push('text', 'The fox ran')
    expect(delivered).toEqual([])
    await buffer.push('text', ` home. ${sentence}`)
    expect(moderated).toHaveLength(1)
    expect(delivered[0]).toBe('The fox')
    await buffer.end()
    expect(delivered.slice(1).join('')).toBe(`The fox ran home. ${sentence}`)
  })

  it('never delivers rejected text', async () => {
    const { buffer, delivered } = aBuffer({ isOn: true, rejects: 'wolf' })
    await buffer.push('text', sentence)
    const before = [...delivered]
    await expect(buffer.push('text', `The wolf came. ${sentence}`)).rejects.toThrow('rejected')
    expect(delivered).toEqual(before)
  })
})
