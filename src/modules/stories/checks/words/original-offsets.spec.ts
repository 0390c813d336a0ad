import { fold } from './folding.ts'
import { originalOffsets } from './original-offsets.ts'

const texts = [
  'The fox ran.',
  'Straße … die Füße – ½ Meile',
  'ﬁre and ＦＩＲＥ',
  'می‌رفت و کتاب‌ها',
  'e\u0301toile, l’e\u0301te\u0301',
  'ｶﾞﾗｽと👩‍🚀、🏴‍☠️',
  'İstanbul’da IŞIK',
  'कि़ताब हिंदी'
]

describe('The offsets of a folded text', () => {
  it.each(texts)('lead to the same words of %j', text => {
    for (const language of ['en', 'tr']) {
      const folded = fold(text, language)
      const original = originalOffsets(text, language)
      for (const { 0: word, index } of folded.matchAll(/\S+/g)) {
        const form = text.slice(original(index), original(index + word.length))
        expect(fold(form, language)).toBe(word)
      }
    }
  })
})
