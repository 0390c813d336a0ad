import { isPreamble, isRemark, preambleOpenings, remarkOpenings } from './assistant-talk.js'

/** Longer lines are prose. */
const maxLine = 300
/** More text is not held back. */
const maxHeld = 1000

const numbers =
  '\\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eins|un|uno|um'
const chapters =
  'chapter|part|kapitel|teil|chapitre|partie|capítulo|parte|capitolo|hoofdstuk|rozdział|глава|bölüm'

/** `Chapter 1: The River`; a heading that ends with a full stop is a sentence. */
const heading = new RegExp(
  `^(?:(?:${chapters}) (?:${numbers})(?:[.:]?$| ?[:–—-] ?.{0,80}[^.…]$)|第[一二三四五六七八九十\\d]{1,3}[章话話回](?:$|[ :：　]))`,
  'iu'
)

const lists =
  'keywords?|key words|tags|hashtags|summary|zusammenfassung|résumé|resumen|riassunto|resumo|word count|schlüsselwörter|stichwörter|mots-clés|mots clés|palabras clave|palavras-chave|parole chiave|trefwoorden|ключевые слова|关键词|キーワード'
const list = new RegExp(`^(?:${lists})(?: used| included)? ?[:：]`, 'iu')
const counted = 'words|wörter|mots|palabras|palavras|parole|woorden|słów|слов|characters|字'
const counts =
  'total|words|total words|wortanzahl|wortzahl|anzahl der wörter|nombre de mots|número de palabras|recuento de palabras|número de palavras|numero di parole|aantal woorden|liczba słów|количество слов|字数|文字数'
/** `Total: 104 words`, `104 words`. */
const count = new RegExp(
  `^(?:(?:${counts}) ?[:：] ?\\d{1,5}(?: ?(?:${counted}))?|\\d{1,5} ?(?:${counted}))[.。]?$`,
  'u'
)
const countStart = new RegExp(`^(?:(?:${counts}) ?[:：]|\\d)`, 'u')
/** The number of a part, alone on its line. */
const partNumber = /^(?:\d{1,3}[.)]?|(?:i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii)[.)])$/
const partNumberStart = /^[ivx\d]{1,4}[.)]?$/
/** The beginnings of such lines. A number and the word "used" have at most eight letters. */
const headingStart = new RegExp(`^(?:${chapters}) (?:\\S{0,8}$|(?:${numbers})[ .:–—-])`, 'iu')
const listStart = new RegExp(`^(?:${lists})(?: \\S{0,8})?$`, 'iu')
const moral =
  /^(?:(?:the )?moral(?: of (?:the|this) story)?|die moral(?: der geschichte| von der geschichte?)?|(?:la )?morale(?: de l'histoire)?|moraleja|moral da história) ?[:：—–-]/iu
const endings: readonly string[] = [
  'the end|end|ende|fin|fim|fine|einde|koniec|конец|完|终|終|끝|to be continued|fortsetzung folgt',
  'à suivre|continuará|continua|wordt vervolgd|продолжение следует|未完待续'
].flatMap(row => row.split('|'))

/** How the lines above begin, so that other lines are passed on at once. */
const openings: readonly string[] = [
  ...remarkOpenings,
  '* * *',
  '第',
  'the moral',
  'moral',
  'die moral',
  'la moral'
]

/** The same for single words, which also begin other words. */
const words = [chapters, lists]
  .flatMap(text => text.replaceAll('s?', '').split('|'))
  .concat(endings, counts.split('|'))

type Kind = 'prose' | 'heading' | 'closing'

export interface BoilerplateOptions {
  readonly title: string
  /** Stories for children may end with a moral. */
  readonly hasMoral: boolean
  /** A list of them is no part of a story. */
  readonly keywords: readonly string[]
}

/**
 * Removes what is not the story from a plain text that arrives in parts: the title and headings of
 * chapters, and after the last line of the story "The End", a moral, lists of keywords and remarks of an
 * assistant to its user. The result does not depend on how the text is split.
 */
export class BoilerplateFilter {
  private readonly title: string
  private readonly openings: readonly string[]
  private readonly hasMoral: boolean
  private readonly keywords: readonly string[]
  /** Lines that are removed if the text ends with them. */
  private held = ''
  private breaks = ''
  /** The current line as long as it may be removed. */
  private line = ''
  private isProse = false
  private hasBegun = false

  constructor({ title, hasMoral, keywords }: BoilerplateOptions) {
    this.title = plainLine(title)
    this.openings = [...openings, this.title]
    this.hasMoral = hasMoral
    this.keywords = keywords.map(plainLine)
  }

  push(text: string): string {
    let out = ''
    for (const part of text.match(/\n+|[^\n]+/g) ?? []) {
      out += part.startsWith('\n') ? this.breakLine(part) : this.addToLine(part)
    }
    return out
  }

  /**
   * Returns the rest, after the end of the text.
   * @param cut whether the text is incomplete, so that no line is its last one
   */
  end(cut: boolean): string {
    return cut ? this.release() : this.endLine()
  }

  private breakLine(breaks: string): string {
    const out = this.endLine()
    this.breaks += breaks
    return out
  }

  private addToLine(part: string): string {
    if (this.isProse) return part
    this.line += part
    if (this.line.length <= maxLine && this.mayBeRemoved()) return ''
    this.isProse = true
    return this.release()
  }

  private mayBeRemoved(): boolean {
    const start = plainLine(this.line)
    return (
      this.openings.some(opening => opening.startsWith(start) || start.startsWith(opening)) ||
      [...words, ...this.keywords].some(word => word.startsWith(withoutStop(start))) ||
      [headingStart, listStart, list, countStart, partNumberStart].some(form => form.test(start)) ||
      (!this.hasBegun && mayBePreamble(start))
    )
  }

  private endLine(): string {
    const kind = this.isProse || this.line === '' ? undefined : this.kindOfLine()
    this.isProse = false
    if (kind === 'prose') return this.release()
    if (kind === 'closing') {
      if (this.held.length > maxHeld) return this.release()
      this.held += this.breaks + this.line
    }
    if (kind !== undefined) this.breaks = ''
    this.line = ''
    return ''
  }

  private kindOfLine(): Kind {
    const line = plainLine(this.line)
    if (heading.test(line) || partNumber.test(line)) return 'heading'
    if (!this.hasBegun && (line === this.title || isPreamble(line))) return 'heading'
    const isClosing =
      line === '* * *' ||
      endings.includes(withoutStop(line)) ||
      list.test(line) ||
      count.test(line) ||
      this.keywords.includes(line) ||
      (moral.test(line) && !this.hasMoral) ||
      isRemark(line)
    return isClosing ? 'closing' : 'prose'
  }

  private release(): string {
    const text = this.held + this.breaks + this.line
    this.held = ''
    this.breaks = ''
    this.line = ''
    const isFirst = !this.hasBegun
    this.hasBegun ||= text !== ''
    return isFirst ? text.trimStart() : text
  }
}

function mayBePreamble(start: string): boolean {
  return preambleOpenings.some(opening => opening.startsWith(start) || start.startsWith(opening))
}

/** A line in lower case, without brackets and dashes around it. */
function plainLine(line: string): string {
  const text = line.toLowerCase().replaceAll('’', "'").trim()
  if (text.startsWith('*')) return text
  return text
    .replace(/^[([~—–=-][([~—–=\s-]*/, '')
    .replace(/[)\]~—–=-]$/, '')
    .trim()
}

function withoutStop(line: string): string {
  return line.replace(/[.!…。]{1,3}$/, '')
}

/** The plain text of a story without boilerplate. */
export function withoutBoilerplate(
  text: string,
  options: BoilerplateOptions,
  cut: boolean
): string {
  const filter = new BoilerplateFilter(options)
  return filter.push(text) + filter.end(cut)
}
