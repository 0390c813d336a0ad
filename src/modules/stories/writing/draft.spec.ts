import { AnswerReader } from './answer/answer-reader.js'
import { toDraft, type Draft } from './draft.js'

const request = { language: 'en', audience: 'general', keywords: [] } as const
const title = 'The “Fox” \\ Lantern'

/** Two stories with all kinds of special characters in JSON, and the ends of their sentences. */
const stories: readonly (readonly [string, readonly string[]])[] = [
  [
    'English, quotes, emoji and backslashes',
    [
      'She said: "Run!" and ran.',
      ' It cost 3.14 crowns.',
      ' The path was C:\\u12\\ and no other.',
      '\n\n“Who is there?” asked the fox 🦊 quietly…',
      ' “Nobody.”',
      ' Then: 👩‍👩‍👧 came home {really}.',
      '\n\nÉmile’s naïve café } closed "at nine."',
      '\n\nThe end, \\"they\\" say!'
    ]
  ],
  ['Japanese', ['むかし、狐がいた。', '「走れ！」と言った。', '灯りは消えない？', '\n\n終わり。']]
]

/** ASCII only, so that a cut can also split a \uXXXX escape. */
function escaped(json: string): string {
  return json.replace(
    /[^\x20-\x7E]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

const answers = stories.flatMap(([name, sentences]) => {
  const content = sentences.join('')
  const ends = sentences.map((_, at) => sentences.slice(0, at + 1).join('').length)
  const json = JSON.stringify({ title, content, summary: 'A “fox” \\ runs.', tags: ['fox', 'run'] })
  return [
    [name, json, content, ends] as const,
    [`${name}, escaped`, escaped(json), content, ends] as const,
    [`${name}, in a fence`, `Here it is:\n\`\`\`json\n${json}\n\`\`\``, content, ends] as const
  ]
})

function read(answer: string): Draft | undefined {
  const reader = new AnswerReader()
  reader.push(answer)
  const { story } = reader.end()
  return story && toDraft(story, true, request)
}

describe('An answer cut at any position', () => {
  it.each(answers)(
    '(%s) is kept up to a full sentence, or not at all',
    (_, json, content, ends) => {
      const kept = Array.from({ length: json.length }, (__, at) => read(json.slice(0, at)))
      for (const draft of kept.filter(one => one !== undefined)) {
        expect(draft.title).toBe(read(json)?.title)
        expect(content.startsWith(draft.content)).toBe(true)
        expect(ends).toContain(draft.content.length)
        expect(draft.cut).toBe(draft.content !== content)
      }
    }
  )

  it.each(answers)('(%s) never keeps less than an answer cut earlier', (_, json, content) => {
    const lengths = Array.from(
      { length: json.length + 1 },
      (__, at) => read(json.slice(0, at))?.content.length ?? 0
    )
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    expect(lengths.at(-1)).toBe(content.length)
  })

  it.each(answers)(
    '(%s) loses no sentence that is followed by another',
    (_, json, content, ends) => {
      const reached = new Set(
        Array.from({ length: json.length }, (__, at) => read(json.slice(0, at))?.content)
      )
      // Each sentence end is reached by a cut, except where it could be the end of a quotation.
      for (const end of ends) expect(reached).toContain(content.slice(0, end))
    }
  )

  it('is complete when only the end of the JSON is missing', () => {
    expect(read('{"title":"The Fox","content":"She ran. So it ends"')).toEqual({
      title: 'The Fox',
      content: 'She ran. So it ends',
      summary: 'She ran. So it ends',
      tags: [],
      forms: [],
      cut: false,
      isLoop: false,
      tail: '',
      repeated: undefined
    })
  })

  it('does not treat a full stop at the cut as the end of a sentence', () => {
    expect(read('{"title":"The Fox","content":"She ran. It cost 3.')).toMatchObject({
      content: 'She ran.'
    })
  })

  it('returns the text after the last full sentence separately', () => {
    const cut = '{"title":"The Fox","content":"She ran. It cost'
    expect(read(`${cut} 3.`)).toMatchObject({ content: 'She ran.', tail: ' It cost 3.' })
    expect(read(`${cut} 3. `)).toMatchObject({ content: 'She ran.', tail: ' It cost 3.' })
    expect(read(`${cut} 3.\\n`)).toMatchObject({ content: 'She ran. It cost 3.', tail: '' })
  })

  it('is incomplete in prose unless the model reported its end', () => {
    const reader = new AnswerReader()
    reader.push(`The Fox\n\n${'She ran. '.repeat(50)}So it`)
    const { story } = reader.end()
    if (story === undefined) throw new Error('there is a story')
    expect(toDraft(story, true, request)).toMatchObject({ cut: true, tail: ' So it' })
    expect(toDraft(story, false, request)).toMatchObject({ cut: false, tail: '' })
  })

  it('distinguishes an escaped backslash from an incomplete escape at the cut', () => {
    for (const cut of ['\\', '\\\\', '\\u', '\\u12', '\\\\u12', '\\\\\\u12', '\\\\\\\\']) {
      const draft = read(`{"title":"The Fox","content":"She ran. He did ${cut}`)
      expect(draft?.content).toBe('She ran.')
    }
  })

  it('does not treat the end of a quoted sentence as the end of the sentence around it', () => {
    const answer = '{"title":"The Fox","content":"She ran. “Why?” asked the wolf. “Wh'
    expect(read(answer)?.content).toBe('She ran. “Why?” asked the wolf.')
    expect(read(answer.slice(0, -14))?.content).toBe('She ran.')
  })

  it.each([
    ['nothing', ''],
    ['no JSON', 'Once upon a time. The end. '],
    ['a brace', '{'],
    ['half a title', '{"title":"The Fo'],
    ['no content', '{"title":"The Fox","content":"'],
    ['half a sentence', '{"title":"The Fox","content":"She ran'],
    ['content before a title that is cut', '{"content":"She ran. So it ends.","title":"The Fo']
  ])('contains no story when there is %s', (_, answer) => {
    expect(read(answer)).toBeUndefined()
  })
})

describe('A complete answer', () => {
  it.each(answers)('(%s) is read unchanged', (_, json, content) => {
    expect(read(json)).toMatchObject({ content, cut: false })
  })

  it.each([
    ['no JSON', 'Once upon a time.'],
    ['a list', '["The Fox", "She ran."]'],
    ['no title', '{"content":"She ran."}'],
    ['a number for a title', '{"title":7,"content":"She ran."}'],
    ['empty content', '{"title":"The Fox","content":" "}'],
    ['content that is no text', '{"title":"The Fox","content":{"text":"She ran."}}'],
    ['braces in the wrong order', '} {']
  ])('contains no story when there is %s', (_, answer) => {
    expect(read(answer)).toBeUndefined()
  })
})

describe('The summary and the tags of an answer', () => {
  const content = 'The fox ran. Nobody saw her.\n\n* * *\n\nShe came home.'
  const answer = JSON.stringify({ title: 'The Fox', content, summary: 'A fox.', tags: ['fox'] })

  it('are returned with the story', () => {
    expect(read(answer)).toEqual({
      title: 'The Fox',
      content,
      summary: 'A fox.',
      tags: ['fox'],
      forms: [],
      cut: false,
      isLoop: false,
      tail: '',
      repeated: undefined
    })
  })

  it('do not shorten the story when they are cut', () => {
    for (let at = answer.indexOf('"summary"'); at < answer.length; at++) {
      const cut = answer.slice(0, at)
      expect(read(cut)).toMatchObject({ content, cut: false })
    }
  })

  it('are the beginning of the story and no tags when the story is cut', () => {
    const cut = answer.slice(0, answer.indexOf('She came'))
    expect(read(cut)).toMatchObject({
      summary: 'The fox ran. Nobody saw her.',
      tags: [],
      forms: [],
      cut: true
    })
  })
})

describe('The story of a model that repeats itself', () => {
  const beginning =
    'The fox ran down to the river before dawn. A cold wind moved the reeds, and nobody was awake.'
  const sentence = ' The lantern burned low on the old stone bridge.'

  it('without end is incomplete, and ends where the repetition became evident', () => {
    const content = `${beginning}${sentence.repeat(60)}`
    const draft = read(JSON.stringify({ title: 'The Fox', content }))
    expect(draft).toMatchObject({ cut: true, isLoop: true })
    expect(draft?.content).toBe(beginning + sentence)
  })

  it('is incomplete when it is cut off within the repetition', () => {
    const cut = `{"title":"The Fox","content":"${beginning}${sentence.repeat(5)}`
    expect(read(cut)).toMatchObject({ isLoop: true, content: beginning + sentence })
  })

  it('is complete with an end, and the passage is named', () => {
    const content = `${beginning}${sentence.repeat(5)} She went home.`
    const draft = read(JSON.stringify({ title: 'The Fox', content }))
    expect(draft).toMatchObject({ content, cut: false, isLoop: false })
    expect(draft?.repeated).toContain(sentence.trim())
  })
})
