import * as fc from 'fast-check'
import { toKuybiDraft } from './kuybi-draft.js'

type Drafted = Parameters<typeof toKuybiDraft>[0]

const fable: Drafted = {
  title: 'The Fox',
  content: 'The fox ran through the night.',
  genre: 'fable',
  language: 'en',
  keywordsUsed: ['fox'],
  tags: ['fox', 'night']
}

function draftOf(change: Partial<Drafted>): ReturnType<typeof toKuybiDraft> {
  return toKuybiDraft({ ...fable, ...change })
}

/** Within the limits whichever characters Kuybi counts, and whole characters only. */
function expectWithinLimits({ draft }: ReturnType<typeof toKuybiDraft>): void {
  expectText(draft.title, 3, 200)
  expectText(draft.details, 10, 10_000)
  expect(draft.tags.length).toBeLessThanOrEqual(50)
  for (const tag of draft.tags) expectText(tag, 2, 50)
  expect(new Set(draft.tags.map(tag => tag.toLowerCase())).size).toBe(draft.tags.length)
}

function expectText(text: string, min: number, max: number): void {
  expect(Array.from(text).length).toBeGreaterThanOrEqual(min)
  expect(text.length).toBeLessThanOrEqual(max)
  expect(text.isWellFormed()).toBe(true)
  expect(text.trim()).toBe(text)
}

/** Whether one character is longer than anybody would write it. */
function hasGiant(text: string): boolean {
  return /\p{M}{1000}/u.test(text)
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

describe('A draft for Kuybi', () => {
  it('has the fields that the form of Kuybi posts', () => {
    expect(toKuybiDraft(fable)).toEqual({
      draft: {
        title: 'The Fox',
        details: 'The fox ran through the night.',
        type: 'STORY',
        priority: 'NORMAL',
        status: 'DRAFT',
        tags: ['fox', 'night']
      },
      draftTruncated: false
    })
  })

  it('keeps a text of exactly 10,000 characters unchanged', () => {
    const content = `${'x'.repeat(9999)}.`
    expect(draftOf({ content })).toMatchObject({
      draft: { details: content },
      draftTruncated: false
    })
  })

  it.each([
    ['English', 'en', 'She ran. ', 'She ran.'],
    ['a question in quotes', 'en', '“Why?” he asked. ', '“Why?” he asked.'],
    ['Japanese', 'ja', '狐は走った。', '狐は走った。'],
    ['Hindi', 'hi', 'लोमड़ी दौड़ी। ', 'लोमड़ी दौड़ी।'],
    ['Arabic', 'ar', 'ركض الثعلب؟ ', 'ركض الثعلب؟'],
    ['an initial', 'en', 'It was J. Fox of St. Ives. ', 'It was J. Fox of St. Ives.'],
    ['no blank between paragraphs', 'en', 'The end\n\n', 'The end']
  ])('ends with the last full sentence that fits (%s)', (_, language, unit, end) => {
    const content = unit.repeat(Math.ceil(12_000 / unit.length)).trim()
    const { draft, draftTruncated } = draftOf({ content, language })
    expect(draftTruncated).toBe(true)
    expect(content.startsWith(draft.details)).toBe(true)
    expect(draft.details.endsWith(end)).toBe(true)
    expect(draft.details.length).toBeGreaterThan(10_000 - unit.length)
  })

  it('does not treat a full stop at the limit as the end of a sentence', () => {
    const content = `One two three. A${'a'.repeat(9981)} 3.14 crowns. The end.`
    expect(draftOf({ content }).draft.details).toBe('One two three.')
  })

  it('ends after a word when no sentence ends within the limit', () => {
    const content = 'and then, '.repeat(1200)
    const { draft, draftTruncated } = draftOf({ content })
    expect(draftTruncated).toBe(true)
    expect(draft.details).toMatch(/and then$/)
    expect(draft.details.length).toBeGreaterThan(9980)
  })

  it.each([
    ['letters', 'x'],
    ['families', '👩‍👩‍👧'],
    ['flags', '🇩🇪'],
    ['marks', 'e\u0301']
  ])('ends between characters when there are no words (%s)', (_, character) => {
    const { draft } = draftOf({ content: character.repeat(10_001) })
    expect(draft.details.length).toBeGreaterThan(9980)
    expect(draft.details.replaceAll(character, '')).toBe('')
  })

  it('divides a single character of 20,000 marks, because it cannot fit whole', () => {
    const drafted = draftOf({ content: `e${'\u0301'.repeat(20_000)}` })
    expectWithinLimits(drafted)
    expect(drafted.draft.details.length).toBe(10_000)
  })

  it.each([
    ['Ran.', 'Once upon a time', 'Once upon a time\n\nRan.'],
    ['Ran.', 'Fox', 'fable\n\nFox\n\nRan.'],
    ['🦊🦊🦊🦊🦊', 'The Fox', 'The Fox\n\n🦊🦊🦊🦊🦊']
  ])('puts the title above a story of one word (%s)', (content, title, details) => {
    expect(draftOf({ content, title })).toMatchObject({
      draft: { details },
      draftTruncated: false
    })
  })

  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      '\uD800',
      '\uDC00',
      '👩‍👩‍👧',
      '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
      '🇩🇪🇫',
      'e\u0301\u0323',
      '\u202Eשלום',
      'مرحبا بالعالم. '
    ),
    fc.constantFrom(
      '. ',
      '! ',
      '。',
      '?”\n\n',
      ' ',
      '\n\n',
      'ก็',
      '狐狸在灯塔旁边',
      'นอกจากเธอ',
      'Mr. ',
      '3.14'
    ),
    fc.constantFrom('a', ' word', '狐', '👩‍👩‍👧', '\u0301').map(one => one.repeat(5000))
  )
  const text = (least: number): fc.Arbitrary<string> =>
    fc
      .array(pieces, { minLength: 1, maxLength: 30 })
      .map(parts => parts.join('').toWellFormed().trim())
      .filter(one => Array.from(one).length >= least)
  const stories = fc.record({
    title: text(3),
    content: text(1),
    genre: text(3).map(one => `fable ${Array.from(one).slice(0, 40).join('')}`.trim()),
    language: fc.constantFrom('en', 'el', 'ja', 'th', 'ar', 'zh-Hant', 'xx-unknown'),
    keywordsUsed: fc.array(text(1), { maxLength: 10 }),
    tags: fc.array(text(1), { maxLength: 60 })
  })

  it('is within the limits for 100 stories of any text', () => {
    fc.assert(
      fc.property(stories, story => {
        const drafted = toKuybiDraft(story)
        expectWithinLimits(drafted)
        const { details } = drafted.draft
        const isLong = story.content.length > 10_000
        expect(drafted.draftTruncated).toBe(isLong || story.title.length > 200)
        expect(!isLong || story.content.startsWith(details)).toBe(true)
      }),
      { numRuns: 100, seed: 20_261_120 }
    )
  })

  it('never divides any other character', () => {
    const long = stories.filter(({ content }) => content.length > 10_000 && !hasGiant(content))
    fc.assert(
      fc.property(long, story => {
        const { details } = toKuybiDraft(story).draft
        const next = graphemes.segment(story.content).containing(details.length)
        expect(next?.index).toBe(details.length)
      }),
      { numRuns: 50, seed: 20_261_120 }
    )
  })
})
