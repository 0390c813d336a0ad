import { checkLanguage, identifyLanguage } from './language-check.ts'
import { texts } from './texts.fixture.ts'

const close = new Set(['da nb', 'nb da', 'gl pt', 'pt gl', 'id ms', 'ms id'])
const languages = Object.keys(texts)
const textIn = (language: string): string => texts[language] ?? ''
const pairs = languages.flatMap(asked =>
  languages
    .filter(other => other !== asked && !close.has(`${asked} ${other}`))
    .map(other => [asked, other] as const)
)

describe('identifyLanguage', () => {
  it.each(languages)('never takes a text in %s for another language', language => {
    expect(identifyLanguage(textIn(language), language)).toEqual({ verdict: 'as_asked' })
  })

  it('finds every text in another language, in each of the languages', () => {
    const unnoticed = pairs.filter(
      ([asked, other]) => identifyLanguage(textIn(other), asked).verdict !== 'other'
    )
    expect(unnoticed).toEqual([])
  })

  it.each([
    ['da', 'nb'],
    ['pt', 'gl'],
    ['hr', 'sr-Latn'],
    ['id', 'ms'],
    ['nb', 'no']
  ])('does not distinguish %s from %s', (written, asked) => {
    expect(identifyLanguage(textIn(written), asked).verdict).not.toBe('other')
  })

  it.each([
    ['a few words', 'Der Fuchs und die Laterne', 'en'],
    ['names', 'Juno, Leander, Plumford, Blackfen, Emrys', 'de'],
    ['an unknown language', textIn('de'), 'lb'],
    ['a script that is not known', textIn('en').slice(0, 60), 'tlh'],
    ['nothing', '', 'en']
  ])('is unsure of %s', (_, text, language) => {
    expect(identifyLanguage(text, language).verdict).toBe('unsure')
  })

  it('finds Danish with Turkish names, although both share short words', () => {
    const names = 'Işıl og Ayşe og Yıldız og Doğan er de her. '
    expect(identifyLanguage(names + textIn('da'), 'tr').verdict).toBe('other')
  })

  it('names the language found', () => {
    expect(identifyLanguage(textIn('en'), 'de').found).toBe('en')
    expect(identifyLanguage(textIn('ru'), 'de').found).toBe('ru')
    expect(identifyLanguage(textIn('ja'), 'zh')).toMatchObject({ verdict: 'other' })
  })

  it('accepts both scripts of a language that has two', () => {
    expect(identifyLanguage(textIn('hr'), 'sr').verdict).not.toBe('other')
  })
})

describe('checkLanguage', () => {
  const [english, german] = [textIn('en'), textIn('de')]
  const story = (parts: object) => ({
    title: 'Der Fuchs',
    content: german.repeat(4),
    summary: german,
    tags: ['fuchs'],
    ...parts
  })

  it('passes a story in the language asked for', () => {
    expect(checkLanguage(story({}), 'de')).toMatchObject({ passed: true, content: 'as_asked' })
  })

  it.each([
    ['the content', { content: english.repeat(4) }, { content: 'other', found: 'en' }],
    [
      'the end of the content',
      { content: german.repeat(6) + english.repeat(3) },
      { content: 'other' }
    ],
    ['the summary', { summary: english }, { summary: 'other' }],
    ['a title in another script', { title: 'Лиса и фонарь на холме' }, { title: 'other' }],
    ['tags in another script', { tags: ['лиса', 'фонарь на холме'] }, { tags: 'other' }]
  ])('finds another language in %s', (_, parts, found) => {
    expect(checkLanguage(story(parts), 'de')).toMatchObject({ passed: false, ...found })
  })
})
