import { describe, expect, it } from '@jest/globals'
import { openingsOf } from './phrase-openings.js'

describe('openingsOf', () => {
  it.each([
    ['ignore', ['ign']],
    ['ignore|forget', ['ign', 'for']],
    ['(?:a|an)?bot', ['abo', 'anb', 'bot']],
    ['(?:a|b){0,2}xyz', ['xyz', 'axy', 'bxy', 'aax', 'abx', 'bax', 'bbx']],
    ['(?:ab){1,9}cd', ['abc', 'aba']],
    ['ein(?:e[rs])?s', ['ein']],
    ['[xy]es', ['xes', 'yes']],
    ['o?k?go', ['okg', 'ogo', 'kgo', 'go']]
  ])('reads %s', (phrase, openings) => {
    expect([...openingsOf([phrase], 3)].toSorted()).toEqual(openings.toSorted())
  })

  it.each(['a*', 'a.b', '(?=a)', '\\w', 'a{2}'])('refuses %s, which it would misread', phrase => {
    expect(() => openingsOf([phrase], 3)).toThrow('cannot be read')
  })
})
