import * as fc from 'fast-check'
import { AnswerReader, type AnsweredStory, type AnswerPiece } from './answer-reader.js'

const title = 'The Keeper of the Bridge'
const content =
  'An old heron kept the bridge at Low Water. Nobody paid him, and nobody asked him to.\n\n' +
  'One evening the river rose. He walked up and down the planks and called until the last cart ' +
  'had turned back.\n\nIn the morning the bridge was gone, and the heron stood where it had been.'
const summary = 'A heron warns travellers of a flood.'
const tags = ['heron', 'river']
const story = { title, content, summary, tags, forms: [] }
const json = JSON.stringify(story)
const draft = JSON.stringify({ title: 'A first try', content: 'Not good enough. '.repeat(20) })

interface Read {
  readonly story: AnsweredStory | undefined
  readonly pieces: readonly AnswerPiece[]
}

function read(chunks: readonly string[]): Read {
  const reader = new AnswerReader()
  const flowed = chunks.flatMap(chunk => reader.push(chunk))
  const { story: answered, pieces } = reader.end()
  return { story: answered, pieces: [...flowed, ...pieces] }
}

function joined(field: AnswerPiece['field'], { pieces }: Read): string {
  return pieces
    .filter(piece => piece.field === field)
    .map(({ text }) => text)
    .join('')
}

/** The ways in which models and the servers before them deliver the one story. */
const deliveries: Readonly<Record<string, string>> = {
  'plain JSON': json,
  'pretty JSON': JSON.stringify(story, null, 2),
  'a code fence': `\`\`\`json\n${json}\n\`\`\``,
  'a preamble and a closing remark': `Of course! Here it is:\n\n${json}\n\nShall I change anything?`,
  'braces in the preamble': `As {title, content}:\n${json}`,
  'braces behind it': `${json}\n\nThe form is {title, content} :-}`,
  'the object twice': `${json}\n${json}`,
  'a draft announced and then the story': `First try: ${draft}\nBetter: ${json}`,
  'a placeholder and then the story': `{"title":"...","content":"..."}\n${json}`,
  'a block of reasoning': `<think>\nA heron, a river.\n</think>\n\n${json}`,
  'reasoning with objects': `<thinking>Plan: ${draft} {"a":{"b":1</thinking>${json}`,
  'reasoning in capital letters': `<Reasoning>Hmm</REASONING>\n${json}`,
  'reasoning in square brackets': `[THINK]Hmm, ${draft}[/THINK]${json}`,
  'reasoning of another alphabet': `◁think▷Hmm◁/think▷${json}`,
  'reasoning without the opening tag': `Let me see. Plan: ${draft} Good.\n</think>\n\n${json}`,
  'reasoning that breaks off an object': `Plan: {"title":"A","content":"B </think>${json}`,
  'reasoning in the content': json.replace('An old', '<think>A heron \\"it is\\".</think>An old'),
  'channels of a chat template': `<|channel|>analysis<|message|>Hmm ${draft}<|end|><|start|>assistant<|channel|>final<|message|>${json}<|return|>`,
  'a special token behind it': `${json}<|im_end|>`,
  'special tokens in the text': json.replace(' kept', ' kept</s>').replace('"}', '<|eot_id|>"}'),
  'byte tokens': json.replace('\\n\\n', '<0x0A><0x0A>'),
  'one level of nesting': JSON.stringify({ story }),
  'an echo of the schema': JSON.stringify({ type: 'object', properties: story }),
  'an array of one': JSON.stringify([story]),
  'a JSON string': JSON.stringify(json),
  'a JSON string of pretty JSON': JSON.stringify(JSON.stringify(story, null, 2)),
  'JSON within the content': JSON.stringify({ ...story, content: json }),
  'JSON as the value of a key': JSON.stringify({ answer: json, ok: true }),
  'JSON in quotation marks': `"${json}"`,
  'keys in other letter case': `{"Title":${JSON.stringify(title)},"CONTENT":${JSON.stringify(content)},"Summary":${JSON.stringify(summary)},"Tags":${JSON.stringify(tags)}}`,
  'a list of paragraphs': JSON.stringify({ ...story, content: content.split('\n\n') }),
  'the title last': JSON.stringify({ tags, summary, content, title }),
  'other keys around': JSON.stringify({ ok: true, n: [1, { title: 'no' }], ...story, z: null }),
  'raw line breaks': json.replaceAll('\\n', '\n'),
  'trailing commas': json.replace('"]}', '",],}'),
  'missing commas': JSON.stringify(story, null, 2).replaceAll('",\n', '"\n'),
  'bad escapes': json.replace('planks', '\\planks').replace('had', '\\had'),
  'curly quotation marks': `{“title”: “${title}”, “content”: “${content.replaceAll('\n', '\\n')}”, “summary”: “${summary}”, “tags”: [“heron”, “river”]}`,
  'single quotation marks': `{'title': '${title}', 'content': '${content.replaceAll('\n', '\\n')}', 'summary': '${summary}', 'tags': ['heron', 'river']}`,
  'bare keys': `{title: "${title}", content: "${content.replaceAll('\n', '\\n')}", summary: "${summary}", tags: ["heron", "river"]}`,
  'a byte order mark': `\uFEFF${json}`
}

describe('AnswerReader', () => {
  it.each(Object.entries(deliveries))('reads the story from %s', (_, answer) => {
    expect(read([answer]).story).toEqual({ ...story, end: 'object' })
  })

  it('reads the same story for every split of the answer, and its pieces add up to the story', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(deliveries)),
        fc.array(fc.nat(2000), { maxLength: 30 }),
        (answer, points) => {
          const whole = read(splitAt(answer, points))
          expect(whole.story).toEqual({ ...story, end: 'object' })
          expect(joined('title', whole)).toBe(title)
          expect(joined('content', whole)).toBe(content)
        }
      ),
      { numRuns: 500 }
    )
    for (const answer of Object.values(deliveries)) {
      expect(read(Array.from(answer)).story).toEqual({ ...story, end: 'object' })
    }
  })

  it('reads any bytes the same way in one piece and in many', () => {
    const noise = fc.oneof(
      fc.string({
        unit: fc.constantFrom('{', '}', '"', '\\', ',', ':', '[', ']', '<', '“', "'", '\n')
      }),
      fc.constantFrom('<think>', '</think>', '\\"', '"title":', '"content":"', '<|x|>', 'word '),
      fc.constantFrom('{"title":"A","content":"', json)
    )
    fc.assert(
      fc.property(
        fc.array(noise, { maxLength: 40 }),
        fc.array(fc.nat(400), { maxLength: 20 }),
        (parts, points) => {
          const answer = parts.join('')
          const one = read([answer])
          const many = read(splitAt(answer, points))
          expect(many.story).toEqual(one.story)
          expect(joined('title', many)).toBe(one.story?.title ?? '')
          expect(joined('content', many)).toBe(one.story?.content ?? '')
          expect(joined('content', one)).toBe(one.story?.content ?? '')
        }
      ),
      { numRuns: 1000 }
    )
  })

  it('reads valid JSON as JSON.parse does', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter(value => value.trim() !== '' && !/^\s*\{|[<[◁]/.test(value))
    fc.assert(
      fc.property(
        fc.record({ title: text, content: text }),
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        fc.boolean(),
        fc.constantFrom(undefined, 2),
        (texts, more, isFirst, indent) => {
          const others = Object.fromEntries(
            Object.entries(more).filter(
              ([key]) => !/^\s*(title|content|summary|tags|forms)\s*$/i.test(key)
            )
          )
          const object = isFirst ? { ...texts, ...others } : { ...others, ...texts }
          // Tags and objects inside strings are read as such.
          fc.pre(!/[<[◁]\W*\w{0,20}[>\]▷]|"(?:\s|\\[nrt])*\{/.test(JSON.stringify(others)))
          expect(read([JSON.stringify(object, null, indent)]).story).toMatchObject({
            ...texts,
            end: 'object'
          })
        }
      ),
      { numRuns: 800 }
    )
  })

  describe('An unescaped quotation mark in prose', () => {
    it.each([
      ['around words', 'He called it "the long night" and laughed.'],
      ['around speech with a comma', '"Run", said the heron. "Run, "now"", he said.'],
      ['before a list of words', 'It said "one", "two" and "three", no more.'],
      ['at the beginning', '"Run!" he called.'],
      ['at the end', 'He called: "Run!"'],
      ['on lines of their own', '"Run"\n"Where"\n"Away"']
    ])('%s neither cuts nor duplicates the story', (_, speech) => {
      const prose = `${content}\n\n${speech}`
      const answer = json.replace(JSON.stringify(content), () => `"${prose}"`)
      expect(read([answer]).story).toEqual({ ...story, content: prose, end: 'object' })
    })

    it('is accepted in the title and in a list of paragraphs too', () => {
      const answer = `{"title":"The "Fox" Inn","content":["He said "no" and left.","She said "yes", and stayed.", "That was all that anybody heard of it."]}`
      expect(read([answer]).story).toMatchObject({
        title: 'The "Fox" Inn',
        content:
          'He said "no" and left.\n\nShe said "yes", and stayed.\n\nThat was all that anybody heard of it.'
      })
    })
  })

  describe('An answer that was cut', () => {
    const contentEnd = json.indexOf('","summary"')

    it.each([
      ['inside the content', json.slice(0, contentEnd - 10), 'cut'],
      ['inside an escape', json.slice(0, json.indexOf('\\n') + 1), 'cut'],
      ['right behind the content', json.slice(0, contentEnd + 1), 'content'],
      ['inside the summary', json.slice(0, contentEnd + 20), 'content'],
      ['before the last brace', json.slice(0, -1), 'content']
    ] as const)('%s reports where it was cut', (_, answer, end) => {
      const { story: cut } = read([answer])
      expect(cut?.end).toBe(end)
      expect(content.startsWith(cut?.content ?? '?')).toBe(true)
      expect(cut?.content === content).toBe(end === 'content')
    })

    it('does not replace a complete object before it', () => {
      expect(read([`Here: ${json}\nOnce more: ${json.slice(0, 200)}`]).story).toMatchObject(story)
    })

    it('replaces a placeholder before it', () => {
      const answer = `{"title":"...","content":"..."} ${json.slice(0, 200)}`
      expect(read([answer]).story).toMatchObject({ title, end: 'cut' })
    })
  })

  it.each([
    ['nothing', ''],
    ['an apology', 'I am sorry, but I cannot write that.'],
    ['reasoning that never ends', `<think>Let me see. ${json}`],
    [
      'reasoning as prose',
      `Okay, the user wants a story about a heron.\n${'Let me see. '.repeat(60)}`
    ],
    ['a preamble and prose', `Here is your story:\n\n${content}`],
    ['an object of something else', '{"error":"overloaded"}'],
    ['no title', JSON.stringify({ content })],
    ['a blank title', JSON.stringify({ ...story, title: ' ' })],
    ['a title that is a number', JSON.stringify({ ...story, title: 7 })],
    ['blank content', JSON.stringify({ ...story, content: ' \n' })],
    ['a schema', '{"properties":{"title":{"type":"string"},"content":{"type":"string"}}}'],
    ['a title that was cut', '{"title":"The Keep']
  ])('finds no story in %s', (_, answer) => {
    expect(read([answer])).toEqual({ story: undefined, pieces: [] })
  })

  it('reads prose under a title only after the end of the answer', () => {
    const reader = new AnswerReader()
    expect(reader.push(`# ${title}\n\n${content}\n\n${content}`)).toEqual([])
    expect(reader.end().story).toMatchObject({ title: `# ${title}`, end: 'prose' })
  })

  describe('Pieces of the story', () => {
    const start = json.indexOf('In the morning')

    it('are returned while the object is being written', () => {
      const reader = new AnswerReader()
      const first = reader.push(json.slice(0, start))
      expect(first.map(({ field }) => field)).toEqual(['title', 'content'])
      expect(reader.push('In the ')).toEqual([{ field: 'content', text: 'In the ' }])
      expect(reader.push('mor\\')).toEqual([{ field: 'content', text: 'mor' }])
      expect(reader.push('n')).toEqual([{ field: 'content', text: '\n' }])
      expect(reader.isComplete).toBe(false)
      reader.push('"}')
      expect(reader.isComplete).toBe(true)
    })

    it.each([
      ['in a fence', '```json\n'],
      ['after reasoning', '<think>Hmm, {"title":"x"}.</think>\n'],
      ['after reasoning without the opening tag', 'Hmm, a heron it is.</think>\n'],
      ['nested', '{"story":'],
      ['in an array', '[']
    ])('are returned %s too', (_, lead) => {
      expect(new AnswerReader().push(lead + json.slice(0, start))).toHaveLength(2)
    })

    it.each([
      ['words before the object', 'My plan: '],
      ['a block of reasoning that is still open', '<think>']
    ])('are held until the end with %s', (_, lead) => {
      expect(new AnswerReader().push(lead + json)).toEqual([])
    })

    it('are held while the content may be a placeholder, and until there is a title', () => {
      expect(new AnswerReader().push('{"title":"Draft","content":"Draft one, to be')).toEqual([])
      expect(new AnswerReader().push(JSON.stringify({ content, summary }).slice(0, -1))).toEqual([])
    })

    it('belong to the first story, whatever follows it', () => {
      const { story: kept } = read([`${json}</think>${draft}`])
      expect(kept).toEqual({ ...story, end: 'object' })
    })
  })

  it('stops reading after 4 MB and at endless nesting', () => {
    const endless = `{"title":"T","content":"${'the fox went on. '.repeat(300_000)}`
    expect(read([endless]).story?.content.length).toBeLessThan(4 * 1024 * 1024)
    expect(read([`{"a":${'['.repeat(100_000)}`]).story).toBeUndefined()
    expect(read(['{"a":'.repeat(100_000)]).story).toBeUndefined()
  })
})

function splitAt(text: string, points: readonly number[]): string[] {
  const sorted = [...new Set(points)].toSorted((a, b) => a - b)
  return [...sorted, text.length].map((point, index) => text.slice(sorted[index - 1] ?? 0, point))
}
