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
  'keywords?|key words|tags|hashtags|word count|schlüsselwörter|stichwörter|mots-clés|mots clés|palabras clave|palavras-chave|parole chiave|trefwoorden|ключевые слова|关键词|キーワード'
const list = new RegExp(`^(?:${lists})(?: used| included)? ?[:：]`, 'iu')
/** The beginnings of such lines. A number and the word "used" have at most eight letters. */
const headingStart = new RegExp(`^(?:${chapters}) (?:\\S{0,8}$|(?:${numbers})[ .:–—-])`, 'iu')
const listStart = new RegExp(`^(?:${lists})(?: \\S{0,8})?$`, 'iu')
const moral =
  /^(?:(?:the )?moral(?: of (?:the|this) story)?|die moral(?: der geschichte)?|(?:la )?morale(?: de l'histoire)?|moraleja|moral da história) ?[:：—–-]/iu
const endings: readonly string[] = ['the end', 'end', 'ende', 'fin', 'fim', 'конец']

/** Remarks of an assistant to its user. Each names what only an assistant does. */
const remarks: readonly RegExp[] = [
  /^(?:would you like|do you want|want) (?:me to (?:continue|go on|write|change|adjust|revise|rewrite|expand|add|tell|make)\b|(?:another|a different|a longer|a shorter) (?:story|version|ending)\b|to (?:hear|read) (?:another|more of)\b).*\?$/i,
  /^(?:shall|should) i (?:continue|go on|write|change|adjust|revise|rewrite|expand)\b.*\?$/i,
  /^(?:please )?(?:let me know|feel free to (?:ask|tell me|let me know)|just (?:ask|let me know)) if (?:you(?:'d| would)? (?:like|want|need|have|prefer)|there(?:'s| is))\b/i,
  /^if you(?:'d| would) like (?:me to|another|any|a different|more)\b.*\b(?:let me know|just ask|i can|happy to)\b/i,
  /^(?:i )?hope (?:you (?:like|liked|enjoy|enjoyed)|this (?:story|tale|meets|works|helps))\b(?!.*\b(?:said|asked)\b)/i,
  /^(?:möchtest du|möchten sie|soll ich|willst du)\b.*(?:geschichte|fortsetz|weiterschreib|weitererzähl|änder|anpass).*\?$/iu,
  /^(?:voulez-vous|souhaitez-vous|veux-tu|souhaites-tu|aimeriez-vous) que je\b.*\?$/iu,
  /^¿(?:quieres|quiere|te gustaría|le gustaría|desea|deseas) que (?:continúe|siga|cambie|modifique|escriba|ajuste)\b.*\?$/iu,
  /^(?:gostaria|você gostaria|quer|queres) que eu (?:continue|continuasse|mude|mudasse|escreva|altere|ajuste)\b.*\?$/iu,
  /^(?:vuoi|vorresti|desidera|desideri) che (?:continui|cambi|modifichi|scriva|riscriva)\b.*\?$/iu
]

/** How the lines above begin, so that other lines are passed on at once. */
const openings: readonly string[] = [
  '* * *|第|the moral|moral|die moral|la moral|would you|do you|want |shall i|should i',
  'please let|please feel|please just|let me|feel free|just ask|just let|if you|i hope',
  'hope |möchte|soll ich|willst du|voulez|souhaite|veux-tu|aimeriez|¿|gostaria',
  'você gostaria|quer|vuoi che|vorresti|desider'
].flatMap(row => row.split('|'))

/** The same for single words, which also begin other words. */
const words = [chapters, lists]
  .flatMap(text => text.replaceAll('s?', '').split('|'))
  .concat(endings)

type Kind = 'prose' | 'heading' | 'closing'

export interface BoilerplateOptions {
  readonly title: string
  /** Stories for children may end with a moral. */
  readonly hasMoral: boolean
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
  /** Lines that are removed if the text ends with them. */
  private held = ''
  private breaks = ''
  /** The current line as long as it may be removed. */
  private line = ''
  private isProse = false
  private hasBegun = false

  constructor({ title, hasMoral }: BoilerplateOptions) {
    this.title = plainLine(title)
    this.openings = [...openings, this.title]
    this.hasMoral = hasMoral
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
      words.some(word => word.startsWith(withoutStop(start))) ||
      [headingStart, listStart, list].some(form => form.test(start))
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
    if (heading.test(line) || (!this.hasBegun && line === this.title)) return 'heading'
    const isClosing =
      line === '* * *' ||
      endings.includes(withoutStop(line)) ||
      list.test(line) ||
      (moral.test(line) && !this.hasMoral) ||
      remarks.some(remark => remark.test(this.line.trim().replaceAll('’', "'")))
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
  return line.replace(/[.!…]$/, '')
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
