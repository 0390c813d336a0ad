import { findNames } from './find-names.js'

describe('findNames', () => {
  it.each([
    [
      'en',
      'Then Maya saw Tom. "Go," said Maya. I saw that Maya’s hat fell on Tom.',
      ['Maya', 'Tom']
    ],
    [
      'fr',
      'Un jour, Alice partit. Le chat d’Alice dormait près de Léo, et Léo rit.',
      ['Alice', 'Léo']
    ],
    ['ru', 'Однажды Маша пошла в лес. Там Маша увидела дом.', ['Маша']]
  ])('finds words with a capital letter that recur (%s)', (language, text, names) => {
    expect(findNames(text, language)).toEqual(names)
  })

  it('leaves out words that also occur in lower case, or only begin sentences', () => {
    const text = 'Night fell. Night came, and the King left. Every king sees that King.'
    expect(findNames(text, 'en')).toEqual([])
  })

  it('finds at most ten', () => {
    const text = 'abcdefghijkl'
      .split('')
      .map(end => `he saw Mo${end} and Mo${end}`)
      .join(', ')
    expect(findNames(text, 'en')).toHaveLength(10)
  })

  it.each([
    ['de', 'Der Hund sah den Hund.'],
    ['ja', '狐が走った。'],
    ['he', 'השועל רץ.']
  ])('finds nothing where capital letters do not mark names (%s)', (language, text) => {
    expect(findNames(text, language)).toBeUndefined()
  })
})
