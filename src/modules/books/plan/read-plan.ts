import { toTitle } from '#modules/stories/checks/to-title.js'
import { cleanInput } from '#modules/stories/domain/clean-input.js'
import {
  codexKinds,
  type CodexEntry,
  type OutlineEntry
} from '#modules/stories/domain/books/section.js'
import type { BookPlan } from '../domain/book.js'

/** UTF-16 code units of an answer that are read. */
const maxAnswer = 256 * 1024
export const planLimits = { title: 200, events: 1000, entries: 40, name: 100, facts: 10, fact: 200 }

/** The plan of an answer; undefined if it is none, or its outline has another number of parts. */
export function readPlan(answer: string, parts: number): BookPlan | undefined {
  const found = objectIn(answer.slice(0, maxAnswer))
  if (!isObject(found)) return undefined
  const title = toTitle(textIn(found, 'title', planLimits.title))
  const outline = listIn(found, 'outline').flatMap(outlineEntry)
  if (title === undefined || outline.length !== parts) return undefined
  const codex = listIn(found, 'codex').slice(0, planLimits.entries).flatMap(codexEntry)
  return { title, outline, codex }
}

/** What is between the first and the last brace: some models put words or a fence around it. */
function objectIn(answer: string): unknown {
  try {
    return JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
  } catch {
    return undefined
  }
}

function outlineEntry(entry: unknown): readonly OutlineEntry[] {
  if (!isObject(entry)) return []
  const events = textIn(entry, 'events', planLimits.events)
  const title = textIn(entry, 'title', planLimits.title)
  return events === '' ? [] : [{ title, events }]
}

function codexEntry(entry: unknown): readonly CodexEntry[] {
  if (!isObject(entry)) return []
  const name = textIn(entry, 'name', planLimits.name)
  const kind = codexKinds.find(one => one === entry['kind']) ?? 'object'
  const facts = listIn(entry, 'facts')
    .slice(0, planLimits.facts)
    .map(fact => clean(fact, planLimits.fact))
    .filter(fact => fact !== '')
  return name === '' ? [] : [{ kind, name, facts }]
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listIn(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name]
  return Array.isArray(value) ? value : []
}

function textIn(fields: Fields, name: string, max: number): string {
  return clean(fields[name], max)
}

function clean(value: unknown, max: number): string {
  if (typeof value !== 'string') return ''
  return cleanInput(value.slice(0, 2 * max))
    .slice(0, max)
    .toWellFormed()
    .trim()
}
