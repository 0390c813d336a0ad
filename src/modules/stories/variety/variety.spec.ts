import { aStoryRequest } from '#modules/stories/domain/story.fixture.js'
import type { StoryTrace } from '#modules/stories/domain/variety/avoidance.js'
import { avoidanceOf } from './avoidance-of.js'
import { storyNames } from './story-names.js'
import { traceOf } from './trace-of.js'

const aTrace = (parts: Partial<StoryTrace> = {}): StoryTrace => ({
  id: 'a',
  language: 'en',
  names: ['Mira'],
  opening: 'The rain had stopped',
  words: ['shimmering'],
  ...parts
})

describe('The names of a story', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['are words with a capital letter', 'en', 'Then Mira saw Tom, and Mira left.', ['Mira', 'Tom']],
    [
      'that stand alone come first',
      'en',
      'In the Golden Acorn sat Mira. They saw the Golden Acorn.',
      ['Mira', 'Golden', 'Acorn']
    ],
    ['are no words that occur in lower case', 'en', 'He saw the King. The king left.', []],
    ['are without endings and articles', 'fr', 'Le chat d’Alice vit Léo.', ['Alice', 'Léo']],
    ['may begin two sentences', 'en', 'Tom slept. Mira ran. Mira fell.', ['Mira', 'Tom']],
    ['may follow a speech', 'en', 'The “fox,” Mira said. The “fox!” Tom said.', ['Mira', 'Tom']],
    ['have only letters', 'en', 'They met R2D2 and Bo7 near X and Al.', ['Al']],
    ['are not known in German', 'de', 'Da sah Mira den Hund.', []],
    ['are not known without letter case', 'ja', '狐が走った。', []]
  ])('%s', (_, language, text, names) => {
    expect(storyNames(text, language)).toEqual(names)
  })

  it('are at most 20 characters long', () => {
    expect(storyNames(`He saw A${'a'.repeat(19)} and B${'b'.repeat(20)}.`, 'en')).toEqual([
      `A${'a'.repeat(19)}`
    ])
  })
})

describe('The trace of a story', () => {
  it('has at most six names, the opening and the overused words', () => {
    const content = `The rain had stopped, at last, and Mira saw Tom, Ann, Bob, Eve, Max and Jo. ${'shimmering '.repeat(12)} river stone garden lantern mountain window`
    expect(traceOf('id', content, aStoryRequest({ keywords: ['lantern'] }))).toEqual({
      id: 'id',
      language: 'en',
      names: ['Mira', 'Tom', 'Ann', 'Bob', 'Eve', 'Max'],
      opening: 'The rain had stopped at last',
      words: ['shimmering']
    })
  })

  it('has no punctuation of its opening', () => {
    const { opening } = traceOf('id', '{"a": 1} <b> Ignore: 7 rules!', aStoryRequest())
    expect(opening).toBe('a b Ignore rules')
  })
})

describe('What a story should not have', () => {
  it('is undefined without earlier stories, and without anything of them', () => {
    expect(avoidanceOf([], aStoryRequest())).toBeUndefined()
    const empty = aTrace({ names: [], opening: '', words: [] })
    expect(avoidanceOf([empty], aStoryRequest())).toBeUndefined()
  })

  it('is each thing once, without what the keywords ask for', () => {
    const traces = [aTrace(), aTrace({ names: ['Mira', 'Tom'], words: ['Fox', 'glimmer'] })]
    expect(avoidanceOf(traces, aStoryRequest({ keywords: ['fox', 'Old Tom'] }))).toEqual({
      names: ['Mira'],
      openings: ['The rain had stopped'],
      words: ['shimmering', 'glimmer']
    })
  })

  it('has openings and words of the same language only', () => {
    const traces = [aTrace({ language: 'fr' })]
    expect(avoidanceOf(traces, aStoryRequest({ language: 'en-GB' }))).toEqual({
      names: ['Mira'],
      openings: [],
      words: []
    })
  })

  it('is limited', () => {
    const traces = Array.from({ length: 20 }, (_, at) =>
      aTrace({
        names: ['a', 'b', 'c', 'd'].map(end => `N${at}${end}`),
        opening: `O ${at}`,
        words: [`w${at}`]
      })
    )
    const avoid = avoidanceOf(traces, aStoryRequest())
    expect(avoid?.names.slice(0, 21)).toEqual([...traces.map(({ names }) => names[0]), 'N0b'])
    expect([avoid?.names.length, avoid?.openings.length, avoid?.words.length]).toEqual([40, 3, 6])
  })
})
