import { toPlainText } from './checks/plain-text.js'
import { toTitle } from './checks/to-title.js'

/** What the model wrote, made plain. */
export interface Draft {
  readonly title: string
  readonly content: string
}

/**
 * Reads a model's answer: the JSON asked for, also inside a code fence or after a preamble, as
 * servers without structured output send it. Undefined when there is no story in it.
 */
export function readDraft(answer: string): Draft | undefined {
  const parsed = parseObject(answer)
  if (parsed === undefined) return undefined
  const title = typeof parsed['title'] === 'string' ? toTitle(parsed['title']) : undefined
  const content = typeof parsed['content'] === 'string' ? toPlainText(parsed['content']) : ''
  return title === undefined || content === '' ? undefined : { title, content }
}

function parseObject(answer: string): Readonly<Record<string, unknown>> | undefined {
  const start = answer.indexOf('{')
  const end = answer.lastIndexOf('}')
  if (start === -1 || end < start) return undefined
  try {
    return JSON.parse(answer.slice(start, end + 1)) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
