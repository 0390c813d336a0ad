/** The end of the last sentence that is followed by text; 0 if there is none. */
export function lastSentenceEnd(text: string): number {
  const last = [...text.matchAll(sentenceEnd)].at(-1)
  return last === undefined ? 0 : last.index + last[0].length
}

/**
 * A full stop of any script and the closing quotation marks after it. A lower-case letter after “Run!”
 * continues the sentence, so text must follow before the end is certain.
 */
const sentenceEnd = /[.!?…。！？]["'”’»」』)]*(?=\s+[^\s\p{Ll}])|[。！？](?=[^"'”’»」』)])/gu

/**
 * The end of the last full sentence of an incomplete text. A stop at the end of the text may belong to
 * an abbreviation or to speech, unless a line break follows.
 *
 * @param hasLineEnd whether a line break followed the text
 */
export function lastSentenceEndOfCut(text: string, hasLineEnd: boolean): number {
  return lastSentenceEnd(hasLineEnd ? `${text.trimEnd()}\n\nA` : text)
}

/** Whether a text ends with a line break, ignoring spaces. */
export function endsWithLine(raw: string): boolean {
  return raw.slice(raw.trimEnd().length).includes('\n')
}
