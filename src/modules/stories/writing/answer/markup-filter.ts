import { classifyTag, maxTagLength, tagClosers } from './markup-tags.js'

/** Receives an answer without its markup. */
export interface MarkupHandler {
  text(piece: string): void
  /** @param wasOpened false if there was no opening tag */
  reasoningEnded(wasOpened: boolean): void
}

const tagOpener = /[<[◁]/g

/** Letters, and characters that occur in the names of special tokens. */
const tagCharacter = /[\p{L}\p{N}_\-:|｜▁/\\. ]/u

/**
 * Removes blocks of reasoning and special tokens from an answer incrementally, and decodes byte tokens
 * such as `<0x0A>`. It works on the raw text, including JSON strings. A possible tag is buffered until
 * it is recognised, at most `maxTagLength` characters. Reasoning in fields of its own is dropped in
 * completion-shapes.ts.
 */
export class MarkupFilter {
  /** An incomplete tag, or an empty text. */
  private held = ''
  private isInReasoning = false
  private bytes: number[] = []

  constructor(private readonly handler: MarkupHandler) {}

  push(chunk: string): void {
    for (let at = 0; at < chunk.length;) {
      at = this.held === '' ? this.readText(chunk, at) : this.readTag(chunk, at)
    }
  }

  /** Ends the answer. An incomplete tag is text. */
  end(): void {
    this.release()
    this.flushBytes()
  }

  private readText(chunk: string, from: number): number {
    tagOpener.lastIndex = from
    const found = tagOpener.exec(chunk)
    const end = found?.index ?? chunk.length
    if (end > from) this.emit(chunk.slice(from, end))
    if (found === null) return end
    this.held = found[0]
    return end + 1
  }

  private readTag(chunk: string, at: number): number {
    const character = chunk.charAt(at)
    if (character === tagClosers.get(this.held.charAt(0))) {
      this.finishTag(this.held + character)
      return at + 1
    }
    if (this.held.length === maxTagLength || !tagCharacter.test(character)) {
      this.release()
      return at
    }
    this.held += character
    return at + 1
  }

  private finishTag(raw: string): void {
    this.held = ''
    const tag = classifyTag(raw)
    switch (tag.kind) {
      case 'reasoning starts':
        this.isInReasoning = true
        return
      case 'reasoning ends':
        this.flushBytes()
        this.handler.reasoningEnded(this.isInReasoning)
        this.isInReasoning = false
        return
      case 'byte':
        if (!this.isInReasoning) this.bytes.push(tag.value)
        return
      case 'special token':
        return
      case 'text':
        this.emit(raw)
        return
      default:
        tag satisfies never
    }
  }

  private release(): void {
    const { held } = this
    this.held = ''
    this.emit(held)
  }

  private emit(text: string): void {
    if (text === '' || this.isInReasoning) return
    this.flushBytes()
    this.handler.text(text)
  }

  /** A character of several bytes is several tokens. */
  private flushBytes(): void {
    if (this.bytes.length === 0) return
    const text = new TextDecoder().decode(Uint8Array.from(this.bytes))
    this.bytes = []
    this.handler.text(text)
  }
}
