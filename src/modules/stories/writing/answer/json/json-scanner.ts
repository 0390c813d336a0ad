import { ClosingQuote } from './closing-quote.js'
import { closersOf, isClosedBy, isSpace } from './delimiters.js'
import { JsonUnescape } from './json-unescape.js'

/** Receives the events of the scanner, in the order of the text. */
export interface JsonHandler {
  /** Text outside of any object. */
  outside(text: string): void
  objectStart(): void
  objectEnd(): void
  arrayStart(): void
  arrayEnd(): void
  key(name: string): void
  /** A piece of a string value, decoded. */
  text(piece: string): void
  textEnd(): void
  /** The text was not an object after all: everything open is discarded. */
  abandoned(): void
}

type State =
  | 'outside'
  | 'key place'
  | 'key'
  | 'bare key'
  | 'colon place'
  | 'value place'
  | 'item place'
  | 'string start'
  | 'string'
  | 'closing'
  | 'scalar'
  | 'after value'
  | 'wrapper end'

interface Frame {
  readonly isArray: boolean
  /** The object is written inside a string, with its own level of escapes. */
  readonly isInString: boolean
  /** Keys with a colon so far. */
  pairs: number
  hasBareKeys: boolean
}

const maxDepth = 32
const maxEscapeLevels = 2
const maxKeyLength = 200

/** A run of string characters without closing marks and escapes, by the opening mark. */
const stretches: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\]+/y,
  "'": /[^'\\]+/y,
  '“': /[^”“"\\]+/y,
  '”': /[^”“"\\]+/y,
  '„': /[^”“"\\]+/y
}

/** The beginning of an object inside a string: a brace, then a quotation mark that is escaped. */
const objectInString = /^(?:\s|\\[nrt])*\{(?:\s|\\[nrt])*\\"$/
const perhapsObjectInString = /^(?:\s|\\[nrt])*(?:\{(?:\s|\\[nrt])*)?\\?$/
/** Maximum of white space before the brace or the key; a longer run is text. */
const maxStringStart = 64

/**
 * An incremental JSON scanner that finds objects in a text. It accepts raw line breaks, missing and
 * trailing commas, bad escapes, keys without quotation marks, curly or single quotation marks as
 * delimiters, unescaped quotation marks in prose, and an object that is written as a JSON string. For
 * valid JSON the result is that of JSON.parse, except for strings that begin like an object. The work
 * per character is constant: a mark that may close a string is examined at most three more times.
 */
export class JsonScanner {
  private state: State = 'outside'
  private frames: Frame[] = []
  private levels: JsonUnescape[] = []
  private readonly unescape = new JsonUnescape()
  private opener = '"'
  private key = ''
  /** Buffered characters whose meaning depends on the next ones. */
  private held = ''
  private closing = new ClosingQuote({ isInArray: false, hasBareKeys: false })
  /** Unescaped quotation marks in the current string. */
  private bareQuotes = 0

  constructor(private readonly handler: JsonHandler) {}

  get isInObject(): boolean {
    return this.frames.length > 0
  }

  push(text: string): void {
    for (let at = 0; at < text.length;) {
      if (this.levels.length === 0) at = this.read(text, at)
      else this.readEscaped(text.charAt(at++))
    }
  }

  /**
   * Ends the text. A buffered quotation mark closes its string, unless the string has other unescaped
   * quotation marks.
   */
  end(): void {
    if (this.state === 'closing') {
      const closes = this.bareQuotes === 0 || this.closing.isProbable
      if (closes) this.handler.textEnd()
      else this.handler.text(this.held)
    } else if (this.state === 'string start') {
      this.handler.text(this.held)
    }
    this.held = ''
  }

  /** Discards everything open and searches for the next object. */
  reset(): void {
    this.state = 'outside'
    this.frames = []
    this.levels = []
    this.unescape.reset()
    this.held = ''
  }

  private readEscaped(character: string): void {
    let text = character
    for (const level of this.levels) {
      let decoded = ''
      for (const one of text) decoded += level.push(one)
      text = decoded
    }
    this.readAll(text)
  }

  /** Reads text whose outer escapes are decoded. */
  private readAll(text: string): void {
    for (let at = 0; at < text.length;) at = this.read(text, at)
  }

  /** Reads from a position and returns the next position. */
  private read(text: string, at: number): number {
    switch (this.state) {
      case 'outside':
        return this.readOutside(text, at)
      case 'string':
        return this.readString(text, at)
      default:
        this.readCharacter(text.charAt(at))
        return at + 1
    }
  }

  private readOutside(text: string, at: number): number {
    const brace = text.indexOf('{', at)
    const end = brace === -1 ? text.length : brace
    if (end > at) this.handler.outside(text.slice(at, end))
    if (brace === -1) return end
    this.openObject(false)
    return brace + 1
  }

  private readString(text: string, at: number): number {
    if (!this.unescape.isInEscape) {
      const stretch = stretches[this.opener] ?? /[^]/y
      stretch.lastIndex = at
      const found = stretch.exec(text)
      if (found !== null) {
        this.handler.text(found[0])
        return at + found[0].length
      }
      const character = text.charAt(at)
      if (character !== '\\') {
        this.beginClosing(character)
        return at + 1
      }
    }
    const decoded = this.unescape.push(text.charAt(at))
    if (decoded !== '') this.handler.text(decoded)
    return at + 1
  }

  private readCharacter(character: string): void {
    switch (this.state) {
      case 'key place':
        return this.readKeyPlace(character)
      case 'key':
        return this.readKey(character)
      case 'bare key':
        return this.readBareKey(character)
      case 'colon place':
        return this.readColonPlace(character)
      case 'value place':
      case 'item place':
        return this.readValuePlace(character)
      case 'string start':
        return this.readStringStart(character)
      case 'closing':
        return this.readClosing(character)
      case 'scalar':
        if (/[,}\]]/.test(character)) this.readAfterValue(character)
        return
      case 'after value':
        return this.readAfterValue(character)
      case 'wrapper end':
        if (character === '"') this.state = 'after value'
        return
      case 'outside':
      case 'string':
        return
      default:
        this.state satisfies never
    }
  }

  private readKeyPlace(character: string): void {
    if (isSpace(character) || character === ',') return
    if (character === '}') this.closeObject()
    else if (closersOf.has(character)) {
      this.key = ''
      this.opener = character
      this.state = 'key'
    } else if (/[\p{L}_]/u.test(character)) {
      this.key = character
      this.state = 'bare key'
    } else if (character === '\\' && this.mayBeEscaped()) {
      this.levels.push(new JsonUnescape())
      this.readEscaped(character)
    } else if (this.isBarelyBegun()) {
      this.abandon()
      if (character === '{') this.openObject(false)
    }
  }

  /** Whether the object may be inside a JSON string: the mark of its first key is escaped. */
  private mayBeEscaped(): boolean {
    return this.frame?.pairs === 0 && this.levels.length < maxEscapeLevels
  }

  private readKey(character: string): void {
    if (!this.unescape.isInEscape && isClosedBy(this.opener, character)) {
      this.state = 'colon place'
      return
    }
    this.key += this.unescape.push(character)
    if (this.key.length > maxKeyLength && this.isBarelyBegun()) this.abandon()
  }

  private readBareKey(character: string): void {
    if (/[\p{L}\p{N}_-]/u.test(character)) {
      this.key += character
      if (this.key.length > maxKeyLength && this.isBarelyBegun()) this.abandon()
      return
    }
    if (this.frame !== undefined) this.frame.hasBareKeys = true
    this.state = 'colon place'
    this.readColonPlace(character)
  }

  private readColonPlace(character: string): void {
    if (isSpace(character)) return
    if (character !== ':') {
      this.state = 'key place'
      if (this.isBarelyBegun()) this.abandon()
      else this.readKeyPlace(character)
      return
    }
    if (this.frame !== undefined) this.frame.pairs++
    this.handler.key(this.key)
    this.state = 'value place'
  }

  private readValuePlace(character: string): void {
    if (isSpace(character)) return
    if (closersOf.has(character)) this.beginString(character)
    else if (character === '{') this.openObject(false)
    else if (character === '[') this.openArray()
    else if (/[,}\]]/.test(character)) this.readAfterValue(character)
    else this.state = 'scalar'
  }

  private beginString(opener: string): void {
    this.opener = opener
    this.bareQuotes = 0
    this.unescape.reset()
    this.held = ''
    const mayHoldObject = this.frame?.isArray === false && this.levels.length < maxEscapeLevels
    this.state = mayHoldObject ? 'string start' : 'string'
  }

  /** The string may contain an object with one more level of escapes. */
  private readStringStart(character: string): void {
    this.held += character
    if (objectInString.test(this.held)) {
      this.held = ''
      this.openObject(true)
      this.levels.push(new JsonUnescape())
      // The outer levels have already decoded this mark.
      this.readAll('"')
      return
    }
    if (perhapsObjectInString.test(this.held) && this.held.length < maxStringStart) return
    const { held } = this
    this.held = ''
    this.state = 'string'
    this.readAll(held)
  }

  private beginClosing(character: string): void {
    this.held = character
    this.closing = new ClosingQuote({
      isInArray: this.frame?.isArray === true,
      hasBareKeys: this.frame?.hasBareKeys === true
    })
    this.state = 'closing'
  }

  private readClosing(character: string): void {
    this.held += character
    const verdict = this.closing.push(character)
    if (verdict === 'undecided') return
    const { held } = this
    this.held = ''
    if (verdict === 'closes') {
      this.handler.textEnd()
      this.state = 'after value'
    } else {
      this.handler.text(held.charAt(0))
      this.bareQuotes++
      this.state = 'string'
    }
    this.readAll(held.slice(1))
  }

  private readAfterValue(character: string): void {
    this.state = 'after value'
    const isArray = this.frame?.isArray === true
    if (character === ',') this.state = isArray ? 'item place' : 'key place'
    else if (character === ']' && isArray) this.closeArray()
    else if (character === '}') {
      // The end of an object also ends its unclosed arrays.
      while (this.frame?.isArray === true) this.closeArray()
      this.closeObject()
    } else if (closersOf.has(character)) {
      this.state = isArray ? 'item place' : 'key place'
      this.readCharacter(character)
    }
  }

  private openObject(isInString: boolean): void {
    if (this.frames.length === maxDepth) {
      this.abandon()
      return
    }
    this.frames.push({ isArray: false, isInString, pairs: 0, hasBareKeys: false })
    this.state = 'key place'
    this.handler.objectStart()
  }

  private openArray(): void {
    if (this.frames.length === maxDepth) {
      this.abandon()
      return
    }
    this.frames.push({ isArray: true, isInString: false, pairs: 0, hasBareKeys: false })
    this.state = 'item place'
    this.handler.arrayStart()
  }

  private closeObject(): void {
    const frame = this.frames.pop()
    this.handler.objectEnd()
    if (this.frames.length === 0) this.reset()
    else if (frame?.isInString === true) {
      this.levels.pop()
      this.state = 'wrapper end'
    } else this.state = 'after value'
  }

  private closeArray(): void {
    this.frames.pop()
    this.handler.arrayEnd()
    this.state = 'after value'
  }

  /** Whether only a brace has been read, which may also be part of prose. */
  private isBarelyBegun(): boolean {
    return this.frames.length === 1 && this.frame?.pairs === 0
  }

  private abandon(): void {
    this.reset()
    this.handler.abandoned()
  }

  private get frame(): Frame | undefined {
    return this.frames.at(-1)
  }
}
