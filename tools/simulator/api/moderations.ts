import type { Message } from '../answers/prompt.ts'
import { ApiError } from './api-error.ts'
import { isObject, type JsonObject } from './json.ts'

/** The words that are flagged, anywhere in a text and in any letter case. */
const moderationTriggers: Readonly<Record<string, string>> = {
  'simulated-harassment': 'harassment',
  'simulated-harassment-threatening': 'harassment/threatening',
  'simulated-hate': 'hate',
  'simulated-hate-threatening': 'hate/threatening',
  'simulated-illicit': 'illicit',
  'simulated-illicit-violent': 'illicit/violent',
  'simulated-self-harm': 'self-harm',
  'simulated-self-harm-intent': 'self-harm/intent',
  'simulated-self-harm-instructions': 'self-harm/instructions',
  'simulated-sexual': 'sexual',
  'simulated-sexual-minors': 'sexual/minors',
  'simulated-violence': 'violence',
  'simulated-violence-graphic': 'violence/graphic'
}

const quietScore = 0.000_012
const flaggedScore = 0.97

/** One result for each text; parts of one multi-modal input share a result. */
export function moderate(body: JsonObject, id: string): object {
  const asked = body['model']
  return {
    id: `modr-sim-${id}`,
    model: typeof asked === 'string' && asked !== '' ? asked : 'omni-moderation-latest',
    results: readInputs(body['input']).map(judge)
  }
}

/** The field `moderation` of a completion whose request asked for it. */
export function moderateChat(
  body: JsonObject,
  messages: readonly Message[],
  output: string
): object | undefined {
  const wanted = body['moderation']
  if (wanted === undefined || wanted === null) return undefined
  const model = isObject(wanted) ? wanted['model'] : undefined
  if (typeof model !== 'string') {
    throw new ApiError(400, "Missing required parameter: 'moderation.model'.", {
      param: 'moderation.model',
      code: 'missing_required_parameter'
    })
  }
  const results = (text: string): object => ({
    type: 'moderation_results',
    model,
    results: [{ type: 'moderation_result', model, ...judge(text) }]
  })
  const input = messages.map(({ text }) => text).join('\n')
  return { moderation: { input: results(input), output: results(output) } }
}

function readInputs(input: unknown): readonly string[] {
  if (typeof input === 'string') return [input]
  if (Array.isArray(input) && input.length > 0) {
    if (input.every(part => typeof part === 'string')) return input
    if (input.every(isObject)) return [input.map(textOf).join('\n')]
  }
  throw new ApiError(400, "Missing required parameter: 'input'.", {
    param: 'input',
    code: 'missing_required_parameter'
  })
}

function textOf(part: JsonObject): string {
  return typeof part['text'] === 'string' ? part['text'] : ''
}

function judge(text: string): object {
  const folded = text.toLowerCase()
  const flags = Object.entries(moderationTriggers).map(([trigger, category]) => ({
    category,
    // `simulated-violence-graphic` is not also `simulated-violence`.
    flagged: new RegExp(`${trigger}(?![a-z-])`).test(folded)
  }))
  const from = <T>(valueOf: (flagged: boolean) => T): Record<string, T> =>
    Object.fromEntries(flags.map(({ category, flagged }) => [category, valueOf(flagged)]))
  return {
    flagged: flags.some(({ flagged }) => flagged),
    categories: from(flagged => flagged),
    category_scores: from(flagged => (flagged ? flaggedScore : quietScore)),
    category_applied_input_types: from(() => ['text'])
  }
}
