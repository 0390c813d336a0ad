import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { toTitle } from '#modules/stories/checks/to-title.js'
import { summaryOf, toModelTags, toSummary } from './summary.js'

/** What the model wrote, made plain. */
export interface Draft {
  readonly title: string
  readonly content: string
  /** Plain text of one paragraph, at most 500 characters; the model's, or the story's beginning. */
  readonly summary: string
  /** The model's own; at most 6, each 2 to 50 characters. */
  readonly tags: readonly string[]
  /** Whether the story was cut off at the token limit. */
  readonly cut: boolean
}

/**
 * Reads a model's answer: the JSON asked for, also inside a code fence or after a preamble, as
 * servers without structured output send it. Undefined when there is no story in it; a missing summary
 * is made up for.
 *
 * @param language a BCP 47 tag
 */
export function readDraft(answer: string, language = 'en'): Draft | undefined {
  const parsed = parseObject(answer)
  if (parsed === undefined) return undefined
  const title = typeof parsed['title'] === 'string' ? toTitle(parsed['title']) : undefined
  const content = typeof parsed['content'] === 'string' ? toPlainText(parsed['content']) : ''
  if (title === undefined || content === '') return undefined
  const summary = toSummary(parsed['summary'], content, language)
  return { title, content, summary, tags: toModelTags(parsed['tags']), cut: false }
}

/**
 * Reads an answer that was cut at the token limit: title and as much of the content as is whole, up
 * to its last full sentence; all of it where only the end of the JSON is missing. Undefined when not
 * even that is there.
 */
export function readCutDraft(answer: string, language = 'en'): Draft | undefined {
  const start = answer.indexOf('{')
  if (start === -1) return undefined
  const json = answer.slice(start)
  return (
    readDraft(`${json}}`, language) ??
    readDraft(wholeFields(json), language) ??
    readOpenContent(json, language)
  )
}

/** The texts at the beginning of an object that is cut somewhere behind them. */
function wholeFields(json: string): string {
  const [fields = ''] = textFields.exec(json) ?? []
  return fields.replace(/,$/, '}')
}

const textFields = /^\{(?:\s*"[^"\\]*(?:\\.[^"\\]*)*"\s*:\s*"[^"\\]*(?:\\.[^"\\]*)*"\s*,)+/s

/** Stands where the text was cut, so that a stop right before it is not taken for a sentence's end. */
const cutMark = '\uE000'

function readOpenContent(json: string, language: string): Draft | undefined {
  const draft = readDraft(`${withoutCutEscape(json)}${cutMark}"}`, language)
  if (draft === undefined || !draft.content.endsWith(cutMark)) return undefined
  const end = lastSentenceEnd(draft.content)
  if (end === 0) return undefined
  const content = draft.content.slice(0, end)
  return { ...draft, content, summary: summaryOf(content, language), cut: true }
}

/** Where the last sentence ends that something follows; 0 when there is none. */
export function lastSentenceEnd(text: string): number {
  const last = [...text.matchAll(sentenceEnd)].at(-1)
  return last === undefined ? 0 : last.index + last[0].length
}

/** An escape may be cut too: at most a backslash, u and three digits. */
function withoutCutEscape(json: string): string {
  return json.replace(/(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/, '$1')
}

/**
 * A full stop of any script, with the quotation marks that close behind it. After “Run!” a small
 * letter goes on with the sentence; what comes after the cut nobody knows.
 */
const sentenceEnd =
  /[.!?…。！？]["'”’»」』)]*(?=\s+[^\s\p{Ll}\uE000])|[。！？](?=[^"'”’»」』)\uE000])/gu

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
