import {
  asNumber,
  asStrings,
  findObject,
  isObject,
  parseJson,
  type JsonObject
} from '../api/json.ts'
import { tones, type StoryOrder, type Tone, type WordBounds } from '../story/order.ts'
import type { Revision } from '../story/revise-story.ts'

export interface Message {
  readonly role: string
  readonly text: string
}

export interface Prompt {
  readonly task: 'write' | 'revise' | 'continue'
  readonly order: StoryOrder
  readonly revision?: Revision
}

const defaultWords: WordBounds = { min: 300, max: 500 }
const plainTextWords: WordBounds = { min: 120, max: 220 }

/** What a conversation asks for: a story, a revision, or, for plain text, a story about its words. */
export function readPrompt(messages: readonly Message[]): Prompt {
  const order = readOrder(messages.find(({ role }) => role === 'user')?.text ?? '')
  const continued = readRevision(messages, order, 'continue')
  if (continued) return { task: 'continue', order, revision: continued }
  const revision = readRevision(messages, order, 'revise')
  return revision ? { task: 'revise', order, revision } : { task: 'write', order }
}

function readOrder(text: string): StoryOrder {
  const found = findObject(text, value => value['task'] === 'write')
  if (!found) return orderOfPlainText(text)
  const tone = found['tone'] as Tone
  return {
    keywords: asStrings(found['keywords']),
    genre: textOr(found['genre'], 'general'),
    tone: tones.includes(tone) ? tone : 'neutral',
    language: textOr(found['language'], 'en'),
    audience: textOr(found['audience'], 'general'),
    words: readWords(found['words'], defaultWords)
  }
}

function readRevision(
  messages: readonly Message[],
  order: StoryOrder,
  task: 'revise' | 'continue'
): Revision | undefined {
  const lastUser = messages.findLastIndex(message => message.role === 'user')
  const formerText = messages
    .slice(0, Math.max(0, lastUser))
    .findLast(({ role }) => role === 'assistant')
  if (!formerText) return undefined
  const asked = findObject(messages[lastUser]?.text ?? '', value => value['task'] === task)
  const former = asked ? readFormer(formerText.text) : undefined
  if (!asked || !former) return undefined
  return {
    former,
    missing: asStrings(asked['missing_keywords']),
    words: readWords(asked['words'], order.words)
  }
}

/** A former answer is JSON, JSON in fences, JSON cut off, or a title and prose. */
function readFormer(text: string): Revision['former'] | undefined {
  const found = findObject(text, value => typeof value['content'] === 'string')
  if (found) return { title: textOr(found['title'], 'Untitled'), content: String(found['content']) }
  if (isObject(parseJson(text))) return undefined
  if (text.trimStart().startsWith('{')) return readCutJson(text)
  const [title = '', ...rest] = text.trim().split(/\n+/)
  const content = rest.join('\n\n').trim()
  return content === '' ? { title: 'Untitled', content: title } : { title, content }
}

function readCutJson(text: string): Revision['former'] | undefined {
  const content = cutString(text, 'content')
  return content === undefined || content === ''
    ? undefined
    : { title: cutString(text, 'title') ?? 'Untitled', content }
}

function cutString(text: string, name: string): string | undefined {
  const match = new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)`, 's').exec(text)
  const value = match?.[1] === undefined ? undefined : parseJson(`"${match[1]}"`)
  return typeof value === 'string' ? value : undefined
}

function readWords(value: unknown, otherwise: WordBounds): WordBounds {
  const words: JsonObject = isObject(value) ? value : {}
  const max = Math.max(1, asNumber(words['max']) ?? otherwise.max)
  const min = asNumber(words['min']) ?? Math.min(otherwise.min, Math.round(max * 0.6))
  return { min: Math.max(1, Math.min(min, max)), max }
}

/** Without a JSON order the longer words of the message are the keywords. */
function orderOfPlainText(text: string): StoryOrder {
  const nouns = text.slice(0, 2_000).match(/\p{L}{5,30}/gu) ?? []
  const keywords = [...new Set(nouns.map(noun => noun.toLowerCase()))].filter(
    noun => !fillers.has(noun)
  )
  return {
    keywords: keywords.slice(0, 4),
    genre: 'general',
    tone: 'neutral',
    language: 'en',
    audience: 'general',
    words: plainTextWords
  }
}

const fillers = new Set(
  `about after again could every first given hello please should short story tales tell thank
   their there these thing those three title using where which while words would write writing`.split(
    /\s+/
  )
)

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value : otherwise
}
