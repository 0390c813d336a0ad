/** A further piece of one of the two texts that a reader waits for. */
export interface TextPiece {
  readonly field: 'title' | 'content'
  readonly text: string
}

type State =
  | 'before'
  | 'between'
  | 'key'
  | 'colon'
  | 'value'
  | 'text'
  | 'skipped text'
  | 'skipped'
  | 'after'
  | 'plain title'
  | 'plain'

/** A preamble is shorter; prose that goes on for longer without a brace is no JSON. */
const maxPreambleLength = 300

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t'
}

/**
 * Reads title and content out of a JSON object that is still being written, as soon as their
 * characters are known: keys in any order, other keys passed over, escapes split anywhere. What
 * stands before the object (a code fence, a preamble) is passed over; an answer that is no JSON at
 * all is read as prose, its first line as the title. For valid JSON the texts are what JSON.parse
 * gives, of a repeated key the first.
 */
export class StoryJsonReader {
  private state: State = 'before'
  private before = ''
  private key = ''
  private field: TextPiece['field'] = 'content'
  private readonly seen = new Set<string>()
  /** An escape that has begun: the backslash and what followed it so far. */
  private escape = ''
  /** Open brackets inside a value that is passed over. */
  private depth = 0
  private inSkippedString = false
  private pieces: TextPiece[] = []

  /** Whether the end of the object has been seen. */
  get isComplete(): boolean {
    return this.state === 'after'
  }

  /** Whether the answer turned out to be prose instead of JSON. */
  get isPlain(): boolean {
    return this.state === 'plain' || this.state === 'plain title'
  }

  push(chunk: string): readonly TextPiece[] {
    this.pieces = []
    for (let at = 0; at < chunk.length;) at = this.read(chunk, at)
    return this.pieces
  }

  /** The answer has ended: a short one without a brace was prose. */
  end(): readonly TextPiece[] {
    this.pieces = []
    if (this.state === 'before') this.readAsPlain()
    return this.pieces
  }

  /** Reads from a position on and gives the next one. */
  private read(chunk: string, at: number): number {
    switch (this.state) {
      case 'before':
        return this.readBefore(chunk, at)
      case 'text':
        return this.readText(chunk, at, text => this.give(this.field, text))
      case 'key':
        return this.readText(chunk, at, text => (this.key += text))
      case 'skipped text':
        return this.readText(chunk, at, () => undefined)
      case 'skipped':
        return this.skip(chunk, at)
      case 'plain title':
      case 'plain':
        this.readPlain(chunk.slice(at))
        return chunk.length
      case 'after':
        return chunk.length
      case 'between':
      case 'colon':
      case 'value':
        this.readMark(chunk[at] ?? '')
        return at + 1
      default:
        return this.state satisfies never
    }
  }

  private readBefore(chunk: string, at: number): number {
    const brace = chunk.indexOf('{', at)
    const end = brace === -1 ? chunk.length : brace
    const room = maxPreambleLength - this.before.length
    if (end - at > room) {
      this.before += chunk.slice(at, at + room)
      this.readAsPlain()
      return at + room
    }
    this.before += chunk.slice(at, end)
    if (brace === -1) return end
    this.state = 'between'
    return brace + 1
  }

  private readAsPlain(): void {
    this.state = 'plain title'
    this.readPlain(this.before.trimStart())
  }

  private readPlain(text: string): void {
    if (this.state === 'plain') {
      this.give('content', text)
      return
    }
    const lineEnd = text.indexOf('\n')
    this.give('title', lineEnd === -1 ? text : text.slice(0, lineEnd))
    if (lineEnd === -1) return
    this.state = 'plain'
    this.give('content', text.slice(lineEnd + 1))
  }

  /** A character between texts: white space, or what the grammar has there. */
  private readMark(character: string): void {
    switch (this.state) {
      case 'between':
        if (character === '"') this.begin('key')
        else if (character === '}') this.state = 'after'
        return
      case 'colon':
        if (character === ':') this.state = 'value'
        return
      default:
        if (/\s/.test(character)) return
        if (character === '"') this.begin(this.isWanted() ? 'text' : 'skipped text')
        else this.beginSkipping(character)
    }
  }

  private isWanted(): boolean {
    const { key } = this
    if ((key !== 'title' && key !== 'content') || this.seen.has(key)) return false
    this.seen.add(key)
    this.field = key
    return true
  }

  private begin(state: 'key' | 'text' | 'skipped text'): void {
    this.state = state
    if (state === 'key') this.key = ''
  }

  private ended(): void {
    this.state = this.state === 'key' ? 'colon' : 'between'
  }

  /** Takes a string's characters up to its end or the chunk's. */
  private readText(chunk: string, from: number, take: (text: string) => void): number {
    let at = from
    while (at < chunk.length) {
      if (this.escape !== '') {
        at = this.readEscape(chunk, at, take)
        continue
      }
      const start = at
      while (at < chunk.length && chunk[at] !== '"' && chunk[at] !== '\\') at++
      if (at > start) take(chunk.slice(start, at))
      if (at === chunk.length) return at
      if (chunk[at++] === '"') {
        this.ended()
        return at
      }
      this.escape = '\\'
    }
    return at
  }

  private readEscape(chunk: string, at: number, take: (text: string) => void): number {
    const character = chunk[at] ?? ''
    if (this.escape === '\\' && character !== 'u') {
      this.escape = ''
      take(escapes[character] ?? character)
      return at + 1
    }
    this.escape += character
    if (this.escape.length === '\\u0000'.length) {
      const code = Number.parseInt(this.escape.slice(2), 16)
      this.escape = ''
      take(Number.isNaN(code) ? '\uFFFD' : String.fromCharCode(code))
    }
    return at + 1
  }

  private beginSkipping(character: string): void {
    this.depth = 0
    this.inSkippedString = false
    this.state = 'skipped'
    this.skipOne(character)
  }

  private skip(chunk: string, from: number): number {
    let at = from
    while (at < chunk.length && this.state === 'skipped') this.skipOne(chunk[at++] ?? '')
    return at
  }

  /** One character of a number, a word, a list or an object that nobody waits for. */
  private skipOne(character: string): void {
    if (this.inSkippedString) {
      if (this.escape !== '') this.escape = ''
      else if (character === '\\') this.escape = '\\'
      else if (character === '"') this.inSkippedString = false
      return
    }
    if (character === '"') this.inSkippedString = true
    else if (character === '{' || character === '[') this.depth++
    else if (character === '}' && this.depth === 0) this.state = 'after'
    else if (character === '}' || character === ']') this.depth--
    else if (character === ',' && this.depth === 0) this.state = 'between'
  }

  private give(field: TextPiece['field'], text: string): void {
    if (text !== '') this.pieces.push({ field, text })
  }
}
