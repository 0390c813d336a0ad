import * as fc from 'fast-check'
import { applyEdits } from './apply-edits.js'
import { readEdits, type Edit } from './edits.js'
import { findQuote } from './find-quote.js'

const content =
  'On a hill by the sea there lived a fox. She was never afraid of the dark.\n\nEvery evening she watched the boats. “Why so late?” she asked the wind. The wind said nothing.\n\nThe fox went home.'

function edit(action: Edit['action'], from: string, text: string, to = ''): Edit {
  return { action, from, to, text }
}

describe('The edits of an answer', () => {
  const edits = [
    edit('replace', 'She was', 'It was', 'dark.'),
    edit('insert', 'boats', 'A "bell".')
  ]
  const json = JSON.stringify({ edits })

  it.each([
    ['alone', json],
    ['in a code fence after a remark', `Here {they} are:\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
    ['as a list', JSON.stringify(edits)],
    ['nested', JSON.stringify({ result: { edits } })],
    ['without the end', json.slice(0, -2)]
  ])('are read %s', (_, answer) => {
    expect(readEdits(answer)).toEqual(edits)
  })

  it('are read as far as they are complete', () => {
    expect(readEdits(json.slice(0, -12))).toEqual(edits.slice(0, 1))
  })

  it('without a quote, or of another type, are skipped', () => {
    const answer = JSON.stringify({ edits: [{ from: 7, text: 'x' }, { from: ' ' }, 'x', null] })
    expect(readEdits(answer)).toEqual([])
  })

  it('replace where the action is not known, and delete without a text', () => {
    expect(readEdits('{"edits":[{"action":"cut","from":"boats"}]}')).toEqual([
      edit('replace', 'boats', '')
    ])
  })

  it('are twenty at most', () => {
    const many = Array.from({ length: 99 }, () => edits[0])
    expect(readEdits(JSON.stringify({ edits: many }))).toHaveLength(20)
  })
})

describe('An edit', () => {
  it.each<[string, Edit, string]>([
    [
      'replaces a passage from its first to its last words',
      edit('replace', 'She was never', 'She loved the night.', 'the dark.'),
      content.replace('She was never afraid of the dark.', 'She loved the night.')
    ],
    [
      'replaces the quote itself',
      edit('replace', 'a fox', 'an old fox'),
      content.replace('a fox', 'an old fox')
    ],
    [
      'finds a quote with other marks, spaces and letter case',
      edit('replace', '"why so late?"  SHE'.replace('  ', ' '), '“So late,” she'),
      content.replace('“Why so late?” she', '“So late,” she')
    ],
    [
      'deletes a sentence with its space',
      edit('replace', 'She was never', '', 'dark.'),
      content.replace(' She was never afraid of the dark.', '')
    ],
    [
      'deletes the first sentence of a paragraph with its space',
      edit('replace', 'Every evening', '', 'the boats.'),
      content.replace('Every evening she watched the boats. ', '')
    ],
    [
      'deletes a paragraph with its blank line',
      edit('replace', 'Every evening', '', 'said nothing.'),
      content.replace(/\n\nEvery.*nothing\./, '')
    ],
    [
      'inserts after the sentence of the quote',
      edit('insert', 'watched the', 'A lantern burned.'),
      content.replace('the boats.', 'the boats. A lantern burned.')
    ],
    [
      'inserts after a quote that ends a sentence',
      edit('insert', 'said nothing.', 'A lantern burned.'),
      content.replace('said nothing.', 'said nothing. A lantern burned.')
    ],
    [
      'inserts words that continue a sentence where the quote ends',
      edit('insert', 'she watched the boats', 'with a lantern'),
      content.replace('the boats', 'the boats with a lantern')
    ],
    [
      'inserts a paragraph',
      edit('insert', 'went home.', '\n\n**The** end of it.'),
      `${content}\n\nThe end of it.`
    ],
    ['is ignored without its quote', edit('replace', 'The wolf', 'x'), content],
    ['is ignored if its quote is not unique', edit('replace', 'the', 'x'), content],
    ['is ignored without the end of its passage', edit('replace', 'Every', 'x', 'wolf'), content],
    ['is ignored with nothing to insert', edit('insert', 'Every evening', ' '), content]
  ])('%s', (_, one, wanted) => {
    expect(applyEdits(content, [one], false)).toBe(wanted)
  })

  it('inserts without spaces where the script has none', () => {
    const japanese = '狐は走った。風が吹いた。'
    expect(applyEdits(japanese, [edit('insert', '狐は', '灯りは消えた。')], false)).toBe(
      '狐は走った。灯りは消えた。風が吹いた。'
    )
  })

  it('changes the last copy of a passage that is repeated', () => {
    const twice = `${content}\n\nOn a hill by the sea there lived a fox. The end of it.`
    const [gone] = [edit('replace', 'On a hill', '', 'a fox.')]
    expect(applyEdits(twice, [gone], true)).toBe(`${content}\n\nThe end of it.`)
    expect(applyEdits(twice, [gone], false)).toBe(twice)
  })

  it('deletes a passage beside another deleted one', () => {
    const edits = [
      edit('replace', 'The wind said', '', 'nothing.'),
      edit('replace', 'The fox went', '', 'home.')
    ]
    expect(applyEdits(content, edits, false)).toBe(content.replace(/ The wind said[^]*/, ''))
  })

  it('is ignored if it overlaps an earlier one', () => {
    const edits = [
      edit('replace', 'The wind said', 'It sang', 'nothing.'),
      edit('replace', 'wind said', 'x')
    ]
    expect(applyEdits(content, edits, false)).toBe(
      content.replace('The wind said nothing.', 'It sang')
    )
  })

  it('leaves everything outside its passage unchanged', () => {
    const from = fc.nat(content.length - 20)
    fc.assert(
      fc.property(from, fc.integer({ min: 1, max: 20 }), fc.string(), (at, length, text) => {
        const quote = content.slice(at, at + length).trim()
        fc.pre(quote !== '')
        const edited = applyEdits(content, [edit('replace', quote, `A${text}`)], false)
        if (edited === content) return
        expect(edited.startsWith(content.slice(0, content.indexOf(quote)).trimEnd())).toBe(true)
        expect(edited.endsWith(content.slice(content.indexOf(quote) + quote.length))).toBe(true)
      })
    )
  })
})

describe('A quote', () => {
  it('is found like indexOf and lastIndexOf do', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 })
    const quotes = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(letters, quotes, (text, quote) => {
        const first = text.indexOf(quote)
        const places = first === -1 ? undefined : { first, last: text.lastIndexOf(quote) }
        expect(findQuote(text, quote)).toEqual(places)
      })
    )
  })
})
