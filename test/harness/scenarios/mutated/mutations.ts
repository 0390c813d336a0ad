import * as fc from 'fast-check'
import { completion, story, storyJson, stream } from '../../../contract/odd-bodies.js'

/** An answer of a provider in which something was changed. */
export interface MutatedAnswer {
  readonly body: Buffer
  readonly status: number
  /** Whether it is an answer that contains the whole story, of which the end was cut off, and nothing else. */
  readonly isOnlyCut: boolean
}

const bodies = [
  completion(storyJson),
  completion(`<think>Hm {"title":"x"}</think>${storyJson}`),
  completion(JSON.stringify({ ...story, content: story.content.split('\n\n') })),
  completion([{ type: 'text', text: storyJson }]),
  stream(storyJson),
  stream(`\`\`\`json\n${storyJson}\n\`\`\``),
  stream(storyJson, null),
  stream(storyJson.slice(0, 400), 'length')
]

type Mutation = (body: Buffer, at: number, value: number) => Buffer

const cut: Mutation = (body, at) => body.subarray(0, at % body.length)

const mutations: readonly Mutation[] = [
  cut,
  // Replaces one byte by another.
  (body, at, value) => {
    const changed = Buffer.from(body)
    changed[at % body.length] = value
    return changed
  },
  // Removes or repeats a part of the answer.
  (body, at, value) => splice(body, at, value, ''),
  (body, at, value) => splice(body, at, value, 'twice'),
  // Changes the name or the type of a field.
  (body, at) => replaceOne(body, at, /"(\w+)":/g, '"gone":'),
  (body, at) => replaceOne(body, at, /:(?:null|\d+|"[^"\\]*")/g, ':[7]'),
  (body, at) => replaceOne(body, at, /:\{/g, ':null,"x":{'),
  // Moves an event.
  (body, at) => {
    const events = body.toString('latin1').split('\n\n')
    const index = at % events.length
    const [one = ''] = events.splice(index, 1)
    events.splice((index * 7) % (events.length + 1), 0, one)
    return Buffer.from(events.join('\n\n'), 'latin1')
  }
]

/** Answers, each changed by one to four mutations. */
export const mutatedAnswers: fc.Arbitrary<MutatedAnswer> = fc
  .record({
    original: fc.constantFrom(...bodies),
    steps: fc.array(
      fc.tuple(fc.constantFrom(...mutations), fc.nat(100_000), fc.integer({ min: 0, max: 255 })),
      { minLength: 1, maxLength: 4 }
    ),
    status: fc.constantFrom(200, 200, 200, 400, 500)
  })
  .map(({ original, steps, status }) => {
    let body: Buffer = Buffer.from(original)
    for (const [mutate, at, value] of steps) {
      if (body.length > 0) body = mutate(body, at, value)
    }
    const isWhole = original !== bodies.at(-1)
    return { body, status, isOnlyCut: isWhole && steps.every(([mutation]) => mutation === cut) }
  })

function splice(body: Buffer, at: number, length: number, mode: '' | 'twice'): Buffer {
  const from = at % body.length
  const stretch = body.subarray(from, from + length)
  const rest = body.subarray(from + length)
  const middle = mode === 'twice' ? [stretch, stretch] : []
  return Buffer.concat([body.subarray(0, from), ...middle, rest])
}

function replaceOne(body: Buffer, at: number, pattern: RegExp, instead: string): Buffer {
  const text = body.toString('latin1')
  const found = [...text.matchAll(pattern)]
  const match = found[at % Math.max(found.length, 1)]
  if (match === undefined) return body
  const end = match.index + match[0].length
  return Buffer.from(text.slice(0, match.index) + instead + text.slice(end), 'latin1')
}
