import { identifyLanguage } from '#modules/stories/checks/language/language-check.js'
import { toTitle } from '#modules/stories/checks/to-title.js'
import { JsonScanner, type JsonHandler } from '#modules/stories/writing/answer/json/json-scanner.js'

/** UTF-16 code units of an answer that are read. */
const maxAnswer = 16 * 1024
const maxRawTitles = 20
const maxRawTitle = 500

/**
 * The titles of an answer, in their order, each once: one line of plain text in the language, other than
 * those that are known.
 */
export function readTitles(
  answer: string,
  language: string,
  known: readonly string[]
): readonly string[] {
  const reader = new TitleReader()
  const scanner = new JsonScanner(reader)
  scanner.push(answer.slice(0, maxAnswer))
  scanner.end()
  const seen = new Set(known.map(keyOf))
  return reader.texts.flatMap(text => {
    const title = toTitle(text)
    if (title === undefined || seen.has(keyOf(title))) return []
    seen.add(keyOf(title))
    return identifyLanguage(title, language).verdict === 'other' ? [] : [title]
  })
}

function keyOf(title: string): string {
  return title.normalize('NFKC').toLowerCase()
}

/** Collects the strings of all arrays. */
class TitleReader implements JsonHandler {
  readonly texts: string[] = []
  private arrays = 0
  private current = ''

  arrayStart(): void {
    this.arrays++
  }

  arrayEnd(): void {
    this.arrays--
  }

  text(piece: string): void {
    if (this.arrays > 0 && this.current.length < maxRawTitle) this.current += piece
  }

  textEnd(): void {
    if (this.arrays > 0 && this.texts.length < maxRawTitles) {
      this.texts.push(this.current.slice(0, maxRawTitle))
    }
    this.current = ''
  }

  abandoned(): void {
    this.arrays = 0
    this.current = ''
  }

  objectStart(): void {}
  objectEnd(): void {}
  key(): void {}
  outside(): void {}
}
