import type { CompletionRequest } from '#modules/llm/language-model.js'
import { countTokens } from './token-count.js'

/** Upper limit for the tokens of a message's role and separators. */
const tokensOfMessageFrame = 16

/** The tokens of a prompt, the schema included: at least those of a provider with this tokenizer. */
export function countPrompt(request: CompletionRequest): number {
  return sumOfTexts(request, countTokens)
}

/** Upper limit of the tokens of a prompt, without a tokenizer: a text has at most as many as bytes. */
export function mostPromptTokens(request: CompletionRequest): number {
  return sumOfTexts(request, text => Buffer.byteLength(text))
}

/** A provider counts the schema as input. */
function sumOfTexts(
  { messages, output }: CompletionRequest,
  tokensOf: (text: string) => number
): number {
  const texts = [...messages.map(({ content }) => content), textOf(output)]
  const tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0)
  return tokens + messages.length * tokensOfMessageFrame
}

/** The schemas of this service are few, and each is an object of its own that never changes. */
const textsOfSchemas = new WeakMap<CompletionRequest['output'], string>()

function textOf(output: CompletionRequest['output']): string {
  const text = textsOfSchemas.get(output) ?? JSON.stringify(output)
  textsOfSchemas.set(output, text)
  return text
}
