import { Readable } from 'node:stream'
import OpenAI from 'openai'
import * as fc from 'fast-check'
import { AiError } from '#modules/llm/ai-error.js'
import type { Completion, CompletionRequest } from '#modules/llm/language-model.js'
import { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import type { OpenAiRequests } from '#modules/llm/openai/request/openai-requests.js'
import { providerFetch } from '#modules/llm/openai/response/provider-fetch.js'
import { StreamedAnswer } from '#modules/llm/openai/response/streamed-answer.js'
import { AnswerReader, type AnsweredStory } from '#modules/stories/writing/answer/answer-reader.js'
import { readAnswer } from '#modules/stories/writing/answer/read-answer.js'
import { completion, story, storyJson, stream } from './odd-bodies.js'

const request: CompletionRequest = {
  messages: [{ role: 'user', content: 'Write about a fox and a lantern.' }],
  output: { name: 'story', schema: {} },
  maxTokens: 500
}
const { signal } = new AbortController()

/** The result of a body: the answer and its story, or the reason of the failure. */
interface Outcome {
  readonly completion?: Completion
  readonly story?: AnsweredStory | undefined
  readonly reason?: string
}

/** The adapter in front of a server that responds to everything with this body. */
function model(body: Buffer, status: number): OpenAiLanguageModel {
  const send = () =>
    Promise.resolve({ status, headers: new Headers(), body: Readable.from([body]) })
  const client = new OpenAI({
    apiKey: 'none',
    maxRetries: 0,
    logLevel: 'off',
    fetch: providerFetch(send, { idleMs: 1000, maxAnswerBytes: 4 * 1024 * 1024 })
  })
  const requests = {
    send: (_model: string, _request: unknown, post: (body: object, options: object) => unknown) =>
      post({ model: 'm', messages: [] }, { streamUsage: 'omitted' }),
    maxOutputTokens: () => 500,
    wasCut: () => undefined
  } as unknown as OpenAiRequests
  return new OpenAiLanguageModel(client, requests, { REFUSED_MODELS: [] } as never)
}

async function outcomeOf(read: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AiError) return { reason: error.reason }
    throw error
  }
}

function buffered(body: Buffer, status: number): Promise<Outcome> {
  return outcomeOf(async () => {
    const answer = await model(body, status).attempt('m', request, signal)
    return { completion: answer, story: await readAnswer(answer.text) }
  })
}

function streamed(body: Buffer, status: number): Promise<Outcome> {
  return outcomeOf(async () => {
    const reader = new AnswerReader()
    const pieces: string[] = []
    const take = async ({ text }: { readonly text: string }): Promise<void> => {
      pieces.push(...reader.push(text).map(piece => piece.text))
    }
    const answer = new StreamedAnswer()
    const completed = await model(body, status).stream('m', request, signal, answer, take)
    const end = reader.end()
    pieces.push(...end.pieces.map(piece => piece.text))
    const { story: read } = end
    expect(pieces.join('')).toBe(read === undefined ? '' : read.title + read.content)
    return { completion: completed, story: read }
  })
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

const mutations: readonly Mutation[] = [
  // Replaces one byte by another.
  (body, at, value) => {
    const changed = Buffer.from(body)
    changed[at % body.length] = value
    return changed
  },
  // Cuts the answer off.
  (body, at) => body.subarray(0, at % body.length),
  // Removes or repeats a part of the answer.
  (body, at, value) => splice(body, at, value, ''),
  (body, at, value) => splice(body, at, value, 'twice'),
  // Changes the name or the type of a field.
  (body, at) => replaceOne(body, at, /"(\w+)":/g, '"gone":'),
  (body, at) => replaceOne(body, at, /:(?:null|\d+|"[^"\\]*")/g, ':[7]'),
  (body, at) => replaceOne(body, at, /:\{/g, ':null,"x":{'),
  // Swaps two events.
  (body, at) => {
    const events = body.toString('latin1').split('\n\n')
    const index = at % events.length
    const [one = ''] = events.splice(index, 1)
    events.splice((index * 7) % (events.length + 1), 0, one)
    return Buffer.from(events.join('\n\n'), 'latin1')
  }
]

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

describe('A mutated answer', () => {
  it('is read the same on both paths, costs more than 0 if it has text, and is complete or marked as cut', async () => {
    const mutation = fc.tuple(
      fc.constantFrom(...mutations),
      fc.nat(100_000),
      fc.integer({ min: 0, max: 255 })
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bodies),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(200, 200, 200, 400, 500),
        async (original, steps, status) => {
          let body: Buffer = Buffer.from(original)
          for (const [mutate, at, value] of steps) {
            if (body.length > 0) body = mutate(body, at, value)
          }
          const one = await buffered(body, status)
          const other = await streamed(body, status)
          expect(other).toEqual(one)
          const { usage, text } = one.completion ?? {}
          if (usage === undefined) return
          const counts = [usage.promptTokens, usage.cachedPromptTokens, usage.completionTokens]
          for (const count of counts) expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
          expect(usage.promptTokens).toBeGreaterThan(0)
          expect(usage.cachedPromptTokens).toBeLessThanOrEqual(usage.promptTokens)
          expect(usage.completionTokens > 0 || text === '').toBe(true)
        }
      ),
      { numRuns: 800 }
    )
  })
})
