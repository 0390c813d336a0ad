import { setImmediate } from 'node:timers/promises'
import { AnswerReader, type AnsweredStory, type AnswerPiece } from './answer-reader.js'

/** Read at once; a few milliseconds at most, whatever the text is. UTF-16 code units. */
const sliceLength = 16 * 1024

/** The pieces that a text adds; a long text leaves the event loop room in between. */
export async function* readInSlices(
  reader: AnswerReader,
  text: string
): AsyncGenerator<readonly AnswerPiece[], void, void> {
  for (let at = 0; at < text.length; at += sliceLength) {
    if (at > 0) await setImmediate()
    yield reader.push(text.slice(at, at + sliceLength))
  }
}

/** The story of an answer that has come in one piece; undefined when it holds none. */
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
