import { closersOf, isClosedBy, isSpace } from './delimiters.js'

/** The decision about a quotation mark inside a string. */
export type QuoteVerdict = 'undecided' | 'closes' | 'literal'

/** The position of the string, which determines what may follow it. */
export interface StringPlace {
  readonly isInArray: boolean
  /** Whether the object around it writes its keys without quotation marks. */
  readonly hasBareKeys: boolean
}

type State = 'quote' | 'comma' | 'key' | 'key escape' | 'after key' | 'bare key' | 'word'

/** A longer key ends the search: the mark was part of the text. */
const maxKeyLength = 200

const literals: ReadonlySet<string> = new Set(['true', 'false', 'null'])
const identifier = /[\p{L}\p{N}_]/u

/**
 * Decides whether an unescaped quotation mark ends a JSON string or is part of its prose. It ends the
 * string if the end of the object or the next key and its colon follow; in an array, if the end of the
 * array or the next item follows. In valid JSON it always ends the string.
 */
export class ClosingQuote {
  private state: State = 'quote'
  private hasLineBreak = false
  private length = 0
  private word = ''
  private keyOpener = '"'
  private hasComma = false

  constructor(private readonly place: StringPlace) {}

  /** Whether a comma has followed the mark. */
  get isProbable(): boolean {
    return this.hasComma
  }

  push(character: string): QuoteVerdict {
    switch (this.state) {
      case 'quote':
        return this.afterQuote(character)
      case 'comma':
        return this.afterComma(character)
      case 'key':
        return this.inKey(character)
      case 'key escape':
        this.state = 'key'
        return this.count()
      case 'bare key':
        return this.inBareKey(character)
      case 'after key':
        if (isSpace(character)) return 'undecided'
        return character === ':' ? 'closes' : 'literal'
      case 'word':
        return this.inWord(character)
      default:
        return this.state satisfies never
    }
  }

  private afterQuote(character: string): QuoteVerdict {
    if (isSpace(character)) {
      this.hasLineBreak ||= character === '\n'
      return 'undecided'
    }
    if (character === '}') return 'closes'
    if (character === ',') {
      this.state = 'comma'
      this.hasComma = true
      return 'undecided'
    }
    if (this.place.isInArray && character === ']') return 'closes'
    // A comma may be missing at the end of a line.
    if (this.hasLineBreak && closersOf.has(character)) return this.beforeNext(character)
    return 'literal'
  }

  private afterComma(character: string): QuoteVerdict {
    if (isSpace(character)) return 'undecided'
    if (character === '}') return 'closes'
    if (closersOf.has(character)) return this.beforeNext(character)
    if (this.place.isInArray) {
      if (/[\][{\d-]/.test(character)) return 'closes'
      this.state = 'word'
      return this.inWord(character)
    }
    if (!this.place.hasBareKeys || !identifier.test(character)) return 'literal'
    this.state = 'bare key'
    return this.count()
  }

  private beforeNext(opener: string): QuoteVerdict {
    if (this.place.isInArray) return 'closes'
    this.state = 'key'
    this.keyOpener = opener
    return 'undecided'
  }

  private inKey(character: string): QuoteVerdict {
    if (isClosedBy(this.keyOpener, character)) {
      this.state = 'after key'
      return 'undecided'
    }
    if (character === '\n') return 'literal'
    if (character === '\\') this.state = 'key escape'
    return this.count()
  }

  private inBareKey(character: string): QuoteVerdict {
    if (identifier.test(character)) return this.count()
    this.state = 'after key'
    return this.push(character)
  }

  private inWord(character: string): QuoteVerdict {
    if (/[a-z]/.test(character)) {
      this.word += character
      return this.word.length > 'false'.length ? 'literal' : 'undecided'
    }
    const isEnd = isSpace(character) || character === ',' || character === ']'
    return isEnd && literals.has(this.word) ? 'closes' : 'literal'
  }

  private count(): QuoteVerdict {
    this.length++
    return this.length > maxKeyLength ? 'literal' : 'undecided'
  }
}
