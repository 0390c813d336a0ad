import { overusedWords } from './overused-words.js'
import { wordsOf } from './words-of.js'

const none: ReadonlySet<string> = new Set()

describe('overusedWords', () => {
  it.each([
    [
      'en',
      'shimmering',
      'river stone garden lantern mountain window candle harbour meadow orchard'
    ],
    ['de', 'plötzlich', 'Fluss Stein Garten Laterne Berge Fenster Kerze Hafen Wiese Wolken'],
    ['ru', 'внезапно', 'река камень сад фонарь гора окно свеча гавань луг облако туман берег']
  ])('finds words that are far more frequent than others (%s)', (language, word, others) => {
    const text = `${others} ${`${word} `.repeat(12)}`
    expect(overusedWords(wordsOf(text, language), language, none)).toEqual([word])
  })

  it('leaves out function words and words that may be frequent', () => {
    const text = `river stone garden lantern mountain window ${'they with lantern forest '.repeat(9)}`
    const words = wordsOf(text, 'en')
    expect(overusedWords(words, 'en', new Set(['lantern', 'forest']))).toEqual([])
  })

  it('finds none in a text whose words are all as frequent', () => {
    const words = wordsOf('river stone garden '.repeat(9), 'en')
    expect(overusedWords(words, 'en', none)).toEqual([])
  })

  it('finds nothing in a language whose function words are not known', () => {
    expect(overusedWords(wordsOf('狐狸'.repeat(20), 'zh'), 'zh', none)).toBeUndefined()
  })
})
