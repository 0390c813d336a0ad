import { setImmediate } from 'node:timers/promises'
import { AiError } from '#modules/llm/ai-error.js'
import { AnswerReader, type AnsweredStory, type AnswerPiece } from './answer-reader.js'

/** Read without a break: a few milliseconds at most, for any text. UTF-16 code units. */
const sliceLength = 16 * 1024

/**
 * The pieces that a text adds. A long text is read in several turns of the event loop.
 * @throws AiError `upstream_answer_too_large` when the content is longer than any story
 */
export async function* readInSlices(
  reader: AnswerReader,
  text: string
): AsyncGenerator<readonly AnswerPiece[], void, void> {
  for (let at = 0; at < text.length; at += sliceLength) {
    if (at > 0) await setImmediate()
    yield reader.push(text.slice(at, at + sliceLength))
    if (reader.isTooLong) throw new AiError('upstream_answer_too_large')
  }
}

/**
 * The story of a buffered answer; undefined if it contains none.
 * @throws AiError `upstream_answer_too_large` when the content is longer than any story
 */
export async function readAnswer(text: string): Promise<AnsweredStory | undefined> {
  const reader = new AnswerReader()
  for await (const _ of readInSlices(reader, text));
  return reader.end().story
}

/** Whether an answer's object has ended. */
export function isWholeAnswer(text: string): boolean {
  const reader = new AnswerReader()
  reader.push(text)
  return reader.end().story?.end === 'object'
}
