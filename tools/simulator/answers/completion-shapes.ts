import type { JsonObject } from '../api/json.ts'
import type { ModelAnswer } from './model-answer.ts'

/**
 * Named in every response, whatever model was requested, so that no one mistakes a simulated story for
 * a model's.
 */
export const simulatorModel = 'jiraiya-simulator'

export interface CompletionHead {
  readonly id: string
  readonly created: number
  readonly model: string
}

export interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details: object
  readonly completion_tokens_details: object
}

export function usageOf(promptTokens: number, completionTokens: number): Usage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0
    }
  }
}

/** @param usage undefined leaves the field out */
export function completion(
  { id, created, model }: CompletionHead,
  answer: ModelAnswer,
  usage: Usage | undefined,
  more: JsonObject
): object {
  const message = {
    role: 'assistant',
    content: answer.kind === 'refusal' ? null : answer.text,
    refusal: answer.kind === 'refusal' ? answer.text : null,
    annotations: [],
    ...more
  }
  const choice = { index: 0, message, logprobs: null, finish_reason: answer.finishReason }
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: answer.kind === 'nothing' ? [] : [choice],
    ...(usage ? { usage } : {}),
    service_tier: 'default',
    system_fingerprint: simulatorModel
  }
}

interface EventOptions {
  readonly includeUsage: boolean
  /** Further fields of the first delta. */
  readonly message: JsonObject
  /** Raw text before the first event, such as comments. */
  readonly before: readonly string[]
  /** Where the usage is: in `usage` if the request asks for it, or always in `x_groq`. */
  readonly usageField: 'usage' | 'x_groq'
}

/**
 * The events of a stream, each as it goes over the wire: the role first, a chunk for each token, the
 * finish reason, the usage if asked for, `[DONE]`.
 */
export function completionEvents(
  { id, created, model }: CompletionHead,
  answer: ModelAnswer,
  usage: Usage | undefined,
  options: EventOptions
): string[] {
  const inGroqField = options.usageField === 'x_groq'
  const includeUsage = options.includeUsage && !inGroqField
  const head = {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    service_tier: 'default',
    system_fingerprint: simulatorModel
  }
  const chunk = (choices: readonly object[], used: Usage | null) =>
    event({ ...head, choices, ...(includeUsage ? { usage: used } : {}) })
  const choice = (delta: object, reason: string | null) =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }], null)
  const events: string[] = []
  if (answer.kind !== 'nothing') {
    const field = answer.kind === 'refusal' ? 'refusal' : 'content'
    events.push(
      choice(
        {
          role: 'assistant',
          ...(answer.kind === 'refusal'
            ? { content: null, refusal: '' }
            : { content: '', refusal: null }),
          ...options.message
        },
        null
      )
    )
    // Hundreds of chunks differ in one string only, so the rest is serialised once.
    const [before = '', after = ''] = choice({ [field]: placeholder }, null).split(
      `"${placeholder}"`
    )
    for (const piece of answer.pieces) {
      if (piece !== '') events.push(before + JSON.stringify(piece) + after)
    }
    events.push(choice({}, answer.finishReason))
  }
  if (includeUsage && usage) events.push(chunk([], usage))
  if (inGroqField && usage) events.push(event({ ...head, choices: [], x_groq: { id, usage } }))
  events.push('data: [DONE]\n\n')
  events[0] = options.before.join('') + events[0]
  return events
}

const placeholder = '\u{F0000}piece\u{F0000}'

function event(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`
}
