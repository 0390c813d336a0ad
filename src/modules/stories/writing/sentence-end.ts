/** Where the last sentence ends that something follows; 0 when there is none. */
export function lastSentenceEnd(text: string): number {
  const last = [...text.matchAll(sentenceEnd)].at(-1)
  return last === undefined ? 0 : last.index + last[0].length
}

/**
 * A full stop of any script, with the quotation marks that close behind it. After “Run!” a small
 * letter goes on with the sentence; what comes after a cut nobody knows.
 */
const sentenceEnd = /[.!?…。！？]["'”’»」』)]*(?=\s+[^\s\p{Ll}])|[。！？](?=[^"'”’»」』)])/gu

/**
 * Where a text that breaks off has its last full sentence. A stop at the very end may be that of an
 * abbreviation or of speech, unless the line ends there.
 *
 * @param hasLineEnd whether a line break followed the text
 */
export function lastSentenceEndOfCut(text: string, hasLineEnd: boolean): number {
  return lastSentenceEnd(hasLineEnd ? `${text.trimEnd()}\n\nA` : text)
}

/** Whether a text ends with a line, whatever spaces follow. */
export function endsWithLine(raw: string): boolean {
  return raw.slice(raw.trimEnd().length).includes('\n')
}
