import { countWords } from './word-count.ts'
import { scanWords } from './word-scanner.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

const segments = (text: string): string[] =>
  Array.from(segmenter.segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)

const scanned = (text: string): string[] => {
  const words: string[] = []
  scanWords(text, (start, end) => words.push(text.slice(start, end)))
  return words
}

const spaced = [
  '',
  ' ',
  'one',
  'The quick brown fox jumps over the lazy dog.',
  "Don't, won’t, 'tis, rock'n'roll, the foxes' den, 'quoted'",
  'well-known, self–made, em—dash, non‑breaking',
  '3,000.5 and 1;2 and 3.14. 1,a 3.a a.3 10:30 1/2 ½ x² 50% $5.00 №7 1984s 2nd',
  'In the U.S. and e.g. at example.com, end.Then',
  'snake_case _emphasis_ a_1 _1',
  'café cafe\u0301 naïve Zoë résumé',
  'a🦊b 🦊 👩‍🚀 flew 👍🏽 ❤️ 🇺🇸',
  '“Hello,” she said — ‘hi’… «oui» „ja“',
  'line\none\r\n\ttab\u00A0nbsp\u202Fnarrow',
  'soft\u00ADhyphen zero\u200Bwidth joiner\u200Dhere',
  'C++ C# #1 R2-D2 @home a@b.c https://example.com/a?b=c',
  'EU:n a:b a·b l·l',
  'Привет, мир! Как-то раз… ёлка',
  'Ο Οδυσσέας ήρθε· καλημέρα',
  'חיילי צה"ל אמרו "שלום" לג\'ירפה',
  'كان يا ما كان، في قديم الزمان؛ ٣٬٠٠٠٫٥',
  'एक समय की बात है। लड़का 123',
  'TV를 보았다 3명 AI가 한국어 단어',
  'Đường phố Hà Nội',
  'ﬁre ｆｉｒｅ Ⅻ ⅷ ①②',
  '𝒜𝒷 𐌰𐌱 𝟙𝟚 \uD800 x\uDC00y',
  "It's 5 o'clock -- or -5 -- .5 5. '",
  '*bold* ~strike~ `code` [link](url) a*b',
  'a.b.c. a..b a,b a;b a::b a__b'
]

describe('countWords', () => {
  it.each(spaced)('counts as Intl.Segmenter does, but for hyphens: %j', text => {
    expect(scanned(text)).toEqual(segments(text))
    const joined = text.replace(/(?<=[\p{L}\p{N}])[-‑](?=[\p{L}\p{N}])/gu, 'x')
    expect(countWords(text, 'en')).toBe(segments(joined).length)
  })

  it('finds the words of Intl.Segmenter around every character of the BMP', () => {
    // Syriac's abbreviation mark, which ICU treats as a letter.
    const deviating = new Set([0x70f])
    const wrong: string[] = []
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code)
      const text = `a${character}b 1${character}2 ${character} a${character} ${character}b א${character}ב`
      const isUnspaced = scanWords(text, () => undefined)
      const agrees = isUnspaced || scanned(text).join('|') === segments(text).join('|')
      if (!agrees && !deviating.has(code)) wrong.push(code.toString(16))
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['en', 'A well-known mother-in-law came - late', 5],
    ['en', 'non‑breaking soft‐hyphen', 2],
    ['ru', 'Как-то раз', 2],
    ['zh', 'T-恤 红色', 2]
  ])('counts words that a hyphen joins as one (%s): %j', (language, text, words) => {
    expect(countWords(text, language)).toBe(words)
  })

  it('does not count a blank to fill in, unlike Intl.Segmenter', () => {
    expect(segments('a __ b')).toHaveLength(3)
    expect(countWords('a __ b', 'en')).toBe(2)
  })

  it.each([
    ['ja', '猫が好きだ。'],
    ['zh-Hant', '火山爆發了。'],
    ['th', 'เด็กชายรักแมว'],
    ['km', 'ខ្ញុំស្រឡាញ់ឆ្មា'],
    ['lo', 'ຂ້ອຍຮັກແມວ'],
    ['my', 'ကျွန်တော်ကြောင်ကိုချစ်တယ်'],
    ['en', 'He said 猫が好きだ twice.']
  ])('divides a text without spaces by the dictionary of its language: %s', (language, text) => {
    const words = Array.from(new Intl.Segmenter(language, { granularity: 'word' }).segment(text))
    expect(countWords(text, language)).toBe(words.filter(({ isWordLike }) => isWordLike).length)
  })

  it.each(['xx', 'xx-Unkn-ZZ', 'tlh', 'und', 'en-x-private', 'i-klingon', 'ZH-hans-cn'])(
    'accepts a language tag that the runtime does not know: %s',
    language => {
      expect(countWords('two words', language)).toBe(2)
      expect(countWords('猫 犬', language)).toBe(2)
    }
  )
})
