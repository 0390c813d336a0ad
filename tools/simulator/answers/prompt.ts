import { asNumber, asStrings, findObject, isObject, type JsonObject } from '../api/json.ts'
import { tones, type StoryOrder, type Tone, type WordBounds } from '../story/order.ts'
import type { FormerStory } from '../story/edit-story.ts'

export interface Message {
  readonly role: string
  readonly text: string
}

export const tasks = ['write', 'edit', 'continue', 'revise', 'rewrite', 'title', 'plan'] as const
export type Task = (typeof tasks)[number]

export interface Prompt {
  readonly task: Task
  readonly order: StoryOrder
  /** How many parts the plan of a book shall have. */
  readonly parts?: number
  /** The story to edit or to continue. */
  readonly former?: FormerStory
}

const defaultWords: WordBounds = { min: 300, max: 500 }
const plainTextWords: WordBounds = { min: 120, max: 220 }

/** What a conversation asks for: a story, edits or the rest of one, or a story about its words. */
export function readPrompt(messages: readonly Message[]): Prompt {
  const text = messages.find(({ role }) => role === 'user')?.text ?? ''
  const found = findObject(text, value => tasks.some(task => task === value['task']))
  if (!found) return { task: 'write', order: orderOfPlainText(text) }
  const order = readOrder(found)
  const { task, content } = found
  if (task === 'plan') return { task, order, parts: listLength(found['parts']) }
  if (task === 'revise' || task === 'rewrite' || task === 'title') return { task, order }
  if (task === 'write' || typeof content !== 'string') return { task: 'write', order }
  const { repeated } = found
  const former = {
    title: textOr(found['title'], 'Untitled'),
    content,
    missing: asStrings(found['missing_keywords']),
    ...(typeof repeated === 'string' ? { repeated } : {})
  }
  return { task: task as Task, order, former }
}

function readOrder(found: JsonObject): StoryOrder {
  const tone = found['tone'] as Tone
  const section = asNumber(found['section'])
  return {
    keywords: asStrings(found['keywords']),
    genre: textOr(found['genre'], 'general'),
    tone: tones.includes(tone) ? tone : 'neutral',
    language: textOr(found['language'], 'en'),
    audience: textOr(found['audience'], 'general'),
    words: readWords(found['words'] ?? found['characters'], defaultWords),
    ...avoidedNames(found['avoid']),
    ...(section !== undefined && { section })
  }
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function avoidedNames(avoid: unknown): Pick<StoryOrder, 'avoidedNames'> {
  return isObject(avoid) ? { avoidedNames: asStrings(avoid['names']) } : {}
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
