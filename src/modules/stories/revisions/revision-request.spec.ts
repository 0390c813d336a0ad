import { ValidationFailed } from '#core/http/dto/validation.js'
import { aStory } from '#modules/stories/domain/story.fixture.js'
import { maxRevisedLength, revisionRequest, type RevisionChange } from './revision-request.js'

const content = Array.from({ length: 20 }, () => 'The fox ran home at dusk today again.').join(' ')
/** 160 words. */
const parent = aStory({ content, audience: 'teen', tone: 'dark' })
const wordsOf = (change: RevisionChange, story = parent) => revisionRequest(story, change, []).words

describe('The request for a revision', () => {
  it.each<[RevisionChange, object]>([
    [{ kind: 'continue' }, { min: 280, max: 360 }],
    [
      { kind: 'continue', words: 100 },
      { min: 220, max: 260 }
    ],
    [
      { kind: 'lengthen', words: 300 },
      { min: 270, max: 330 }
    ],
    [
      { kind: 'shorten', words: 100 },
      { min: 90, max: 110 }
    ],
    [{ kind: 'simplify' }, { min: 112, max: 208 }],
    [{ kind: 'regenerate' }, { min: 144, max: 176 }],
    [
      { kind: 'tone', tone: 'epic' },
      { min: 144, max: 176 }
    ],
    [{ kind: 'title' }, { min: 144, max: 176 }],
    [
      { kind: 'instruction', instruction: 'Let it rain.' },
      { min: 144, max: 176 }
    ],
    [
      { kind: 'rewrite', start: 0, end: 7 },
      { min: 144, max: 176 }
    ]
  ])('has the length of the change: %j', (change, expected) => {
    expect(wordsOf(change)).toEqual(expected)
  })

  it('has the bounds that were asked for, widened to the length that the parent has', () => {
    const length = {
      passed: false,
      unit: 'words',
      count: 160,
      min: 50,
      max: 100,
      words: 160
    } as const
    const checked = aStory({ content, checks: { length } as never })
    expect(wordsOf({ kind: 'instruction' }, checked)).toEqual({ min: 50, max: 160 })
    expect(wordsOf({ kind: 'regenerate' }, checked)).toEqual({ min: 50, max: 100 })
  })

  it('has audience and tone of the parent, unless they change', () => {
    expect(revisionRequest(parent, { kind: 'regenerate' }, [])).toMatchObject({
      audience: 'teen',
      tone: 'dark'
    })
    expect(revisionRequest(parent, { kind: 'simplify' }, []).audience).toBe('children')
    expect(revisionRequest(parent, { kind: 'tone', tone: 'epic' }, []).tone).toBe('epic')
  })

  it.each<RevisionChange>([
    { kind: 'lengthen', words: 160 },
    { kind: 'lengthen' },
    { kind: 'shorten', words: 160 },
    { kind: 'continue', words: maxRevisedLength },
    { kind: 'title', title: 'Of mine' }
  ])('is refused if the change does not fit: %j', change => {
    expect(() => revisionRequest(parent, change, [])).toThrow(ValidationFailed)
  })
})
