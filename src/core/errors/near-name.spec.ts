import { nearestName } from './near-name.js'

const names = ['keywords', 'genre', 'tone', 'max_length', 'min_length']

describe('The nearest name', () => {
  it.each([
    ['keyword', 'keywords'],
    ['keywrods', 'keywords'],
    ['Tone', 'tone'],
    ['maxLength', 'max_length'],
    ['max_lenght', 'max_length'],
    ['min-length', 'min_length'],
    ['gerne', 'genre']
  ])('of %s is %s', (text, name) => {
    expect(nearestName(text, names)).toBe(name)
  })

  it.each(['temperature', 'id', 'x', '', 'k'.repeat(60_000)])(
    'does not exist when more than two letters differ (case %#)',
    text => {
      expect(nearestName(text, names)).toBeUndefined()
    }
  )
})
