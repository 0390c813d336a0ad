import * as fc from 'fast-check'
import { countTokens } from './token-count.js'
import { IncrementalTokenCounter } from './incremental-token-counter.js'

const texts = [
  'The fox carried the lantern over the hill, and back again. It’s late; don’t wait!',
  '{\n  "title": "The Fox",\n  "content": "One.\\n\\nTwo — three…  four."\n}\n\n  end',
  'A stop.\n\nA line.\r\n\r\n  Indented.\t\tTabs. //\n /// \n',
  '狐は走った。「何？」と彼は言った！　そして、灯籠が消えた。終わり',
  '这只狐狸拿着灯笼，走过了山。“真的吗？”它问！',
  'A note. <|endoftext|> The words <|im_end|> are text.',
  'Die Füchsin trägt Überraschungen; l’été à Besançon, ¿qué? 12345 67,890',
  'สุนัขจิ้งจอกวิ่ง ผ่านป่า नमस्ते दुनिया 🦊 👨‍👩‍👧‍👦 e\u0301 \u00A0no\u00A0break \u3000 wide'
]

function counted(pieces: readonly string[]): number {
  const tokenCounter = new IncrementalTokenCounter()
  for (const piece of pieces) tokenCounter.push(piece)
  return tokenCounter.total
}

describe('IncrementalTokenCounter', () => {
  it.each(texts.map(text => [text]))('counts %j in pieces as it counts the whole text', text => {
    expect(counted(text.split(''))).toBe(countTokens(text))
    for (let at = 0; at <= text.length; at++) {
      expect(counted([text.slice(0, at), text.slice(at)])).toBe(countTokens(text))
    }
  })

  it.each(texts.map(text => [text]))('has a cheap upper limit of the count of %j', text => {
    const tokenCounter = new IncrementalTokenCounter()
    for (const character of text) {
      tokenCounter.push(character)
      expect(tokenCounter.atMost).toBeGreaterThanOrEqual(tokenCounter.total)
    }
  })

  it('counts any mixture the same for every split', () => {
    const parts = [
      ...texts.flatMap(text => Array.from(text).slice(0, 40)),
      ' ',
      '  ',
      '\n',
      '\n\n',
      '. ',
      '."\n',
      '。',
      '？',
      'word',
      '’s',
      "'s",
      '1',
      '\\n'
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 60 }), pieces => {
        expect(counted(pieces)).toBe(countTokens(pieces.join('')))
      }),
      { numRuns: 300, seed: 11 }
    )
  })

  it('counts a long text without boundaries close to the whole, for each split', () => {
    const whole = 'ก'.repeat(2000)
    const counts = [1, 7, 2000].map(size =>
      counted(whole.match(RegExp(`.{1,${size}}`, 'gu')) ?? [])
    )
    for (const count of [...counts, countTokens(whole)]) {
      expect(count).toBeGreaterThanOrEqual(2000)
      expect(count).toBeLessThan(2020)
    }
  })

  // With quadratic work each of these takes longer than a test may.
  it.each(['x', 'ก', '狐', ' ', '\n', '-'])('ends for 4 MB of %j', unit => {
    const whole = unit.repeat(4 * 1024 * 1024)
    const pieces = Array.from({ length: 64 * 1024 }, () => unit.repeat(64))
    expect(countTokens(whole)).toBeGreaterThan(10_000)
    expect(counted(pieces)).toBeGreaterThan(10_000)
  })

  it('counts what is longer than a story by its length', () => {
    const sentence = 'The fox carried the lantern over the hill. '
    const [short, long] = [500, 50_000].map(times => countTokens(sentence.repeat(times)))
    const pieces = Array.from({ length: 500 }, () => sentence.repeat(100))
    expect((long ?? 0) / (short ?? 1)).toBeCloseTo(100, 0)
    expect(counted(pieces) / (short ?? 1)).toBeCloseTo(100, 0)
  })

  it.each([texts[0], texts[3], texts[4]])(
    'reports at most 13 tokens too few while %j arrives',
    text => {
      const tokenCounter = new IncrementalTokenCounter()
      for (const character of text ?? '') {
        tokenCounter.push(character)
        expect(tokenCounter.total - tokenCounter.soFar).toBeLessThan(14)
        expect(tokenCounter.soFar).toBeLessThanOrEqual(tokenCounter.total)
      }
      expect(tokenCounter.soFar).toBeGreaterThan(0)
    }
  )
})
