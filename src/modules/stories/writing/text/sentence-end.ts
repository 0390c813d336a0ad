/** Marks that end a sentence; closing quotation marks may follow them. */
const stops: ReadonlySet<string> = new Set('.!?…。！？')
/** The full stops of scripts without spaces between sentences. */
const wideStops: ReadonlySet<string> = new Set('。！？')
const closers: ReadonlySet<string> = new Set('"\'”’»」』)')
const space = /\s/
const lowerCase = /\p{Ll}/u

/**
 * Finds the ends of sentences in a text that arrives in parts. A sentence ends with a full stop of any
 * script and the closing quotation marks after it. A lower-case letter after “Run!” continues the
 * sentence, so text must follow before the end is certain.
 */
export class SentenceEnds {
  /** The end of the last sentence that is followed by text; 0 if there is none. */
  last = 0
  private length = 0
  /** The end of a sentence that the next characters confirm, if the last ones may have ended one. */
  private possible: number | undefined
  private afterStop: 'plain stop' | 'wide stop' | 'closer' | 'space' = 'space'

  push(part: string): void {
    for (const character of part) {
      this.read(character)
      this.length += character.length
    }
  }

  private read(character: string): void {
    if (this.possible !== undefined) this.readAfterStop(character, this.possible)
    if (!stops.has(character)) return
    this.possible = this.length + character.length
    this.afterStop = wideStops.has(character) ? 'wide stop' : 'plain stop'
  }

  private readAfterStop(character: string, end: number): void {
    const isSpace = space.test(character)
    if (this.afterStop !== 'space' && closers.has(character)) {
      this.possible = this.length + character.length
      this.afterStop = 'closer'
      return
    }
    const isCertain =
      this.afterStop === 'wide stop' ||
      (this.afterStop === 'space' && !isSpace && !lowerCase.test(character))
    if (isCertain) this.last = end
    this.possible = isSpace && !isCertain ? end : undefined
    this.afterStop = 'space'
  }
}

/** The end of the last sentence that is followed by text; 0 if there is none. */
export function lastSentenceEnd(text: string): number {
  const ends = new SentenceEnds()
  ends.push(text)
  return ends.last
}

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
