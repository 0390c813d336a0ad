import { Readable } from 'node:stream'
import OpenAI from 'openai'
import type { PriceBook } from '#modules/billing/prices/price-book.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { Completion, CompletionRequest } from '#modules/llm/language-model.js'
import { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import type { OpenAiRequests } from '#modules/llm/openai/request/openai-requests.js'
import { providerFetch } from '#modules/llm/openai/response/provider-fetch.js'
import { AnswerAllowance } from '#modules/llm/openai/response/answer-allowance.js'
import { StreamedAnswer } from '#modules/llm/openai/response/streamed-answer.js'
import { toDraft, type Draft } from '#modules/stories/writing/draft.js'
import { AnswerReader, type AnsweredStory } from '#modules/stories/writing/answer/answer-reader.js'
import { readAnswer } from '#modules/stories/writing/answer/read-answer.js'
import { story as original } from '../../../contract/odd-bodies.js'
import type { MutatedAnswer } from './mutations.js'

const request: CompletionRequest = {
  messages: [{ role: 'user', content: 'Write about a fox and a lantern.' }],
  output: { name: 'story', schema: {} },
  maxTokens: 500
}
const { signal } = new AbortController()

/** The result of a body: the answer, its story and draft, or the reason of the failure. */
interface Outcome {
  readonly completion?: Completion
  readonly story?: AnsweredStory | undefined
  readonly draft?: Draft | undefined
  readonly reason?: string
}

/** Reads the answer as both entry points do, and checks what both promise. */
export async function expectSameOnBothPaths(
  answer: MutatedAnswer,
  prices: Pick<PriceBook, 'costOf'>
): Promise<void> {
  const outcome = await buffered(answer)
  expect(await streamed(answer)).toEqual(outcome)
  if (outcome.completion !== undefined) expectCost(outcome.completion, prices)
  if (outcome.draft?.cut === false) expectFinished(outcome, answer)
}

function expectCost({ usage, text }: Completion, prices: Pick<PriceBook, 'costOf'>): void {
  const counts = [usage.promptTokens, usage.cachedPromptTokens, usage.completionTokens]
  for (const count of counts) expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
  expect(usage.promptTokens).toBeGreaterThan(0)
  expect(usage.cachedPromptTokens).toBeLessThanOrEqual(usage.promptTokens)
  expect(usage.completionTokens > 0 || text === '').toBe(true)
  expect(prices.costOf('gpt-4o-mini', usage) > 0n).toBe(true)
}

/** Finished JSON has a quotation mark after its content; finished prose has a normal finish reason. */
function expectFinished({ story, completion, draft }: Outcome, { isOnlyCut }: MutatedAnswer): void {
  const { content = '', end } = story ?? {}
  const ending = withoutEscapes(`${JSON.stringify(content.trimEnd().slice(-4)).slice(1, -1)}"`)
  const trimmed = completion?.text.replaceAll(/(?:\s|\\[nrt])+"/g, '"')
  if (end === 'prose') expect(completion?.truncated).toBe(false)
  else expect(withoutEscapes(trimmed ?? '')).toContain(ending)
  if (isOnlyCut) expect(draft?.content).toBe(original.content)
}

/** A model may or may not escape a quotation mark or a line feed. */
function withoutEscapes(text: string): string {
  return text.replaceAll('\n', 'n').replaceAll('\\', '')
}

/** The adapter in front of a server that responds to everything with this body. */
function model({ body, status }: MutatedAnswer): OpenAiLanguageModel {
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
    wasCut: () => undefined,
    wasStreamed: () => undefined
  } as unknown as OpenAiRequests
  return new OpenAiLanguageModel(client, requests, { REFUSED_MODELS: [] } as never)
}

async function outcomeOf(
  read: () => Promise<{
    readonly completion: Completion
    readonly story: AnsweredStory | undefined
  }>
): Promise<Outcome> {
  try {
    const { completion, story } = await read()
    const about = { language: 'en', audience: 'general', keywords: [] } as const
    const draft = story && toDraft(story, completion.truncated, about)
    return { completion, story, draft }
  } catch (error) {
    if (error instanceof AiError) return { reason: error.reason }
    throw error
  }
}

function buffered(answer: MutatedAnswer): Promise<Outcome> {
  return outcomeOf(async () => {
    const completion = await model(answer).attempt('m', request, signal)
    return { completion, story: await readAnswer(completion.text) }
  })
}

function streamed(answer: MutatedAnswer): Promise<Outcome> {
  return outcomeOf(async () => {
    const reader = new AnswerReader()
    const pieces: string[] = []
    const take = async ({ text }: { readonly text: string }): Promise<void> => {
      pieces.push(...reader.push(text).map(piece => piece.text))
    }
    const parts = new StreamedAnswer()
    const completion = await model(answer).stream('m', request, signal, parts, {
      allowance: new AnswerAllowance(undefined, 1000),
      onText: take
    })
    const end = reader.end()
    pieces.push(...end.pieces.map(piece => piece.text))
    const { story } = end
    expect(pieces.join('')).toBe(story === undefined ? '' : story.title + story.content)
    return { completion, story }
  })
}
