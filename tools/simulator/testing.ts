import OpenAI from 'openai'
import type { StoryOrder } from './story/order.ts'

/** A client without retries, and prompts in the service's format. */
export function clientOf(baseURL: string, faults = ''): OpenAI {
  return new OpenAI({
    baseURL,
    apiKey: 'test-key',
    maxRetries: 0,
    ...(faults === '' ? {} : { defaultHeaders: { 'x-simulator-fault': faults } })
  })
}

type Message = OpenAI.Chat.ChatCompletionMessageParam

export function orderOf(overrides: Partial<StoryOrder> = {}): StoryOrder {
  return {
    keywords: ['dragon', 'old lighthouse', 'C++'],
    genre: 'fantasy',
    tone: 'humorous',
    language: 'en',
    audience: 'general',
    words: { min: 180, max: 300 },
    ...overrides
  }
}

export function writeMessages(overrides: Partial<StoryOrder> = {}): Message[] {
  return [
    { role: 'system', content: 'You write stories. Answer with a JSON object.' },
    { role: 'user', content: JSON.stringify({ task: 'write', ...orderOf(overrides) }) }
  ]
}

export function editMessages(
  order: Partial<StoryOrder>,
  former: { readonly content: string; readonly missing_keywords: readonly string[] }
): Message[] {
  const task = { task: 'edit', ...orderOf(order), ...former }
  return [
    { role: 'system', content: 'You edit stories. Answer with a JSON object {"edits": []}.' },
    { role: 'user', content: JSON.stringify(task) }
  ]
}

export const storySchema = {
  type: 'json_schema',
  json_schema: {
    name: 'story',
    strict: true,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['title', 'content', 'summary', 'tags'],
      properties: {
        title: { type: 'string' },
        content: { type: 'string' },
        summary: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } }
      }
    }
  }
} satisfies OpenAI.ResponseFormatJSONSchema

export interface StoryJson {
  readonly title: string
  readonly content: string
  readonly summary: string
  readonly tags: readonly string[]
}

export function storyOf(completion: OpenAI.ChatCompletion): StoryJson {
  return JSON.parse(completion.choices[0]?.message.content ?? '') as StoryJson
}
