import type { Readable } from 'node:stream'
import { AnswerUnreadable, UpstreamIdle } from './body/answer-errors.js'
import { BodyReader, nothingInTime } from './body/body-reader.js'
import { readChoice } from './completion-shapes.js'
import { eventLoopTurns } from './body/event-loop-turns.js'
import { SseDecoder } from './body/sse-decoder.js'

/** The body of an answer. Its content decides the kind, because content types are not reliable. */
export type AnswerBody =
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'events'; readonly events: AsyncGenerator<unknown, void, void> }

/** Timeout for usage or `[DONE]` after the finish reason. */
const afterFinishMs = 2000
/** Timeout for the rest of a body after `[DONE]`. */
const drainMs = 1000

const jsonStart = /^[{[]/
const eventStart = /^(?:data|event|id|retry)?:/
/** The longest field name of an event, with the colon. */
const enoughToKnow = 6

/**
 * @param idleMs idle timeout between two reads; it does not apply before the answer begins
 * @throws AnswerUnreadable, AnswerTooLarge, UpstreamIdle or AnswerLost
 */
export async function readAnswerBody(reader: BodyReader, idleMs: number): Promise<AnswerBody> {
  const start = await readStart(reader)
  if (jsonStart.test(start)) return readJson(reader, start, idleMs)
  if (eventStart.test(start)) return { kind: 'events', events: readEvents(reader, start, idleMs) }
  reader.destroy()
  throw new AnswerUnreadable()
}

/** Reads enough text to determine the kind of the body, without leading white space. */
async function readStart(reader: BodyReader): Promise<string> {
  let start = ''
  while (start.length < enoughToKnow) {
    const text = await reader.next()
    if (typeof text !== 'string') return start
    start = (start + text).trimStart()
    if (jsonStart.test(start)) return start
  }
  return start
}

async function readJson(reader: BodyReader, start: string, idleMs: number): Promise<AnswerBody> {
  const pieces = [start]
  for (
    let text = await next(reader, idleMs);
    text !== undefined;
    text = await next(reader, idleMs)
  ) {
    pieces.push(text)
  }
  const text = pieces.join('')
  const value = parse(text)
  if (value === undefined) throw new AnswerUnreadable()
  return { kind: 'json', value, text }
}

/**
 * The events up to the end of the answer: `[DONE]`, the end of the body, or a timeout after the finish
 * reason. Events that are not JSON are skipped.
 */
async function* readEvents(
  reader: BodyReader,
  start: string,
  idleMs: number
): AsyncGenerator<unknown, void, void> {
  const decoder = new SseDecoder()
  let hasBegun = false
  let endsAtMs: number | undefined
  try {
    for (let text: string | undefined | typeof nothingInTime = start; ;) {
      if (text === nothingInTime) return
      for (const data of text === undefined ? decoder.end() : decoder.push(text)) {
        if (data === '[DONE]') return
        const value = parse(data)
        if (value === undefined) continue
        hasBegun = true
        const { text: words, finish } = readChoice(value)
        const isProgress = finish !== null || (endsAtMs !== undefined && words !== '')
        if (isProgress) endsAtMs = performance.now() + afterFinishMs
        const turn = eventLoopTurns.wait()
        if (turn !== undefined) await turn
        yield value
      }
      if (text === undefined) return
      if (endsAtMs !== undefined)
        text = await reader.next(Math.max(endsAtMs - performance.now(), 0))
      else text = hasBegun ? await next(reader, idleMs) : await reader.next()
    }
  } catch (error) {
    reader.destroy()
    throw error
  } finally {
    reader.drain(drainMs)
  }
}

async function next(reader: BodyReader, idleMs: number): Promise<string | undefined> {
  const text = await reader.next(idleMs)
  if (text !== nothingInTime) return text
  reader.destroy()
  throw new UpstreamIdle()
}

/** Parses an object or array. */
function parse(text: string): unknown {
  if (!jsonStart.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function answerReader(body: Readable, maxAnswerBytes: number): BodyReader {
  return new BodyReader(body, maxAnswerBytes, 'answer')
}
