import * as fc from 'fast-check'
import { repeatedPassage, RepetitionScanner, scanForRepetition } from './repetition.js'

const tale =
  'The fox ran down to the river before dawn. A cold wind moved the reeds, and nobody was awake to see it. She had lost her lantern somewhere between the mill and the bridge. An old badger sat on the stone and told her where to look.'
const paragraph =
  'They walked in silence until the sun came over the hill. At the mill the lantern was still burning, low and blue, and the miller laughed at the door.'
const japanese = '狐は夜明け前に川へ走った。冷たい風が葦を揺らし、誰も起きていなかった。'

function passageOf(text: string): string | undefined {
  const { repeated } = scanForRepetition(text)
  return repeated && text.slice(repeated.start, repeated.end)
}

describe('A text that repeats itself', () => {
  it.each([
    ['a sentence, again and again', `${tale} ${'She walked along the river. '.repeat(8)}`],
    ['a paragraph', [tale, paragraph, 'Nobody saw them.', paragraph].join('\n\n')],
    ['a paragraph in other letters', [paragraph, tale, paragraph.toUpperCase()].join('\n\n')],
    ['a long phrase', `${paragraph} ${tale} And ${paragraph.slice(0, 120)} again.`],
    ['sentences without spaces', japanese.repeat(3)],
    ['one word', 'no '.repeat(40)]
  ])('(%s) is found', (_, text) => {
    expect(passageOf(text)).toBeDefined()
  })

  it('is found with its last copy', () => {
    expect(repeatedPassage(`${paragraph} ${tale} ${paragraph}”`)).toBe(`${paragraph}”`)
    const { repeated } = scanForRepetition(`${paragraph} ${tale} ${paragraph}`)
    expect(repeated?.start).toBe(paragraph.length + tale.length + 2)
  })

  it('is found when its sentences come in another order each time', () => {
    const sentences = [
      'The fox ran quickly down to the water. ',
      'Nobody in the village had seen her. ',
      'The lantern burned low in the window. ',
      'An old badger slept under the bridge. '
    ]
    const order = [0, 1, 2, 3, 1, 0, 3, 2, 0, 2, 1, 3]
    expect(passageOf(order.map(at => sentences[at]).join(''))).toBeDefined()
  })

  it.each([
    ['a story', `${tale}\n\n${paragraph}`],
    [
      'a refrain',
      tale
        .split('. ')
        .slice(0, 3)
        .map(each => `${each}. "I'll huff, and I'll puff, and I'll blow your house in!" he said.`)
        .join('\n\n')
    ],
    ['a short sentence, three times', `She ran. She ran. She ran. ${tale}`],
    ['a word, ten times', `${'Ha '.repeat(10)} ${tale}`],
    [
      'a formula without spaces',
      `${japanese}むかしむかし、あるところに。${'海'.repeat(9)}むかしむかし、あるところに。`
    ],
    ['nothing', '']
  ])('(%s) may do so', (_, text) => {
    expect(passageOf(text)).toBeUndefined()
    expect(scanForRepetition(text).isLoop).toBe(false)
  })
})

describe('A text without end', () => {
  it.each([
    ['a sentence', 'The fox ran with the lantern. '],
    ['a word', 'no '],
    ['a paragraph', `${paragraph}\n\n`],
    ['text without spaces', japanese]
  ])('is a loop when it repeats %s', (_, unit) => {
    expect(scanForRepetition(`${tale} ${unit.repeat(250)}`).isLoop).toBe(true)
  })

  it('is no loop before the third copy of its passage', () => {
    const long = `${tale} ${paragraph} `.repeat(2)
    expect(scanForRepetition(long).isLoop).toBe(false)
    expect(scanForRepetition(long + long).isLoop).toBe(true)
  })

  it('repeats from where a sentence of the copy is evident', () => {
    const { repeatsFrom = 0 } = scanForRepetition('The fox ran with the lantern. '.repeat(40))
    const words = 'The fox ran with the lantern. '.repeat(40).slice(0, repeatsFrom).split(' ')
    expect(words.length).toBeGreaterThanOrEqual(12)
    expect(words.length).toBeLessThanOrEqual(14)
  })

  it('stops in a repetition after twenty words of it', () => {
    const twice = `${tale} ${paragraph} ${tale} ${paragraph}`
    expect(scanForRepetition(twice).stopsInRepetition).toBe(true)
    expect(scanForRepetition(`${twice} Nobody came.`).stopsInRepetition).toBe(false)
    expect(scanForRepetition(`${paragraph} She ran. She ran. She ran.`).stopsInRepetition).toBe(
      false
    )
  })

  it('is judged the same for every split', () => {
    const part = fc.constantFrom(tale, paragraph, japanese, 'The fox ran. ', 'no ', '😀 ', '\n\n')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.nat(400), (parts, at) => {
        const text = parts.join('')
        const split = new RepetitionScanner()
        split.push(text.slice(0, at))
        for (const one of text.slice(at)) split.push(one)
        split.end()
        const whole = scanForRepetition(text)
        expect([split.isLoop, split.repeatsFrom, split.repeated]).toEqual([
          whole.isLoop,
          whole.repeatsFrom,
          whole.repeated
        ])
      })
    )
  })
})
