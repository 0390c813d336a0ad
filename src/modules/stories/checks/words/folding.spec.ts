import { fold } from './folding.ts'

describe('fold', () => {
  it.each([
    ['STRASSE', 'Straße'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσεύς'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['İstanbul', 'istanbul'],
    ['ﬁre', 'FIRE'],
    ['ｆｏｘ', 'fox'],
    ['don’t', "don't"],
    ['donʼt', "don't"],
    ['well‑known', 'well-known'],
    ['e\u0301', 'é'],
    ['É', 'e\u0301'],
    ['soft\u00ADhyphen', 'softhyphen'],
    ['کتاب‌ها', 'کتابها'],
    ['ශ්‍රී', 'ශ්රී'],
    ['❤️', '❤'],
    ['ſ', 's'],
    ['ŉ', "'n"],
    ['ΐ', 'ΐ'.toUpperCase()],
    ['Ꭰ', 'ꭰ']
  ])('makes %s and %s equal', (one, other) => {
    expect(fold(one, 'en')).toBe(fold(other, 'en'))
  })

  it.each([
    ['naïve', 'naive'],
    ['año', 'ano'],
    ['ı', 'i'],
    ['👩‍🚀', '👩🚀'],
    ['well-known', 'well known']
  ])('keeps %s and %s different', (one, other) => {
    expect(fold(one, 'en')).not.toBe(fold(other, 'en'))
  })

  it.each(['tr', 'az'])('folds I to ı and İ to i in %s', language => {
    expect(fold('ISPARTA', language)).toBe('ısparta')
    expect(fold('İZMİR', language)).toBe('izmir')
  })

  it('is idempotent and treats every character like its capital', () => {
    const wrong: string[] = []
    for (let code = 0; code < 0x2_0000; code++) {
      const character = String.fromCodePoint(code)
      const folded = fold(character, 'en')
      // The capital of the dotless ı is I, which is also the capital of i.
      const capital = character === 'ı' ? 'ı' : character.toUpperCase()
      if (fold(capital, 'en') !== folded || fold(folded, 'en') !== folded) wrong.push(character)
    }
    expect(wrong).toEqual([])
  })
})
