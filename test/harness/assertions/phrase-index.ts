/** The number of words by which a text is recognised. */
const headWords = 3
/** Old phrases make room for new ones, so that a long run does not grow. */
const maxPhrases = 20_000

/**
 * Finds phrases in texts, with any punctuation between their words. It takes one look-up per word,
 * however many phrases there are.
 */
export class PhraseIndex {
  /** What follows a phrase's first words. */
  private readonly phrases = new Map<string, Set<string>>()
  private readonly firstWords = new Map<string, number>()
  private readonly order: (readonly string[])[] = []

  add(words: readonly string[]): void {
    if (words.length === 0) return
    const head = words.slice(0, headWords).join(' ')
    const rest = words.slice(headWords).join(' ')
    const rests = this.phrases.get(head)
    if (rests?.has(rest)) return
    if (rests === undefined) this.phrases.set(head, new Set([rest]))
    else rests.add(rest)
    const [first = ''] = words
    this.firstWords.set(first, (this.firstWords.get(first) ?? 0) + 1)
    this.order.push([first, head, rest])
    if (this.order.length > 2 * maxPhrases) this.forgetOldest()
  }

  isIn(words: readonly string[]): boolean {
    return words.some((word, at) => this.firstWords.has(word) && this.beginsAt(words, at))
  }

  private beginsAt(words: readonly string[], at: number): boolean {
    for (let count = 1; count <= headWords; count++) {
      const rests = this.phrases.get(words.slice(at, at + count).join(' '))
      if (rests === undefined) continue
      const rest = `${words.slice(at + count, at + count + 40).join(' ')} `
      if ([...rests].some(known => known === '' || rest.startsWith(`${known} `))) return true
    }
    return false
  }

  private forgetOldest(): void {
    for (const [first = '', head = '', rest = ''] of this.order.splice(0, maxPhrases)) {
      const rests = this.phrases.get(head)
      rests?.delete(rest)
      if (rests?.size === 0) this.phrases.delete(head)
      const left = (this.firstWords.get(first) ?? 1) - 1
      if (left === 0) this.firstWords.delete(first)
      else this.firstWords.set(first, left)
    }
  }
}

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}
