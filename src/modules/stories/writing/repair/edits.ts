import { JsonScanner, type JsonHandler } from '#modules/stories/writing/answer/json/json-scanner.js'

/** A change of a story. */
export interface Edit {
  readonly action: 'replace' | 'insert'
  /** The words with which the passage begins, or after which the text is inserted. */
  readonly from: string
  /** The words with which the passage ends; empty if `from` is the passage. */
  readonly to: string
  /** What takes the place of the passage; empty deletes it. */
  readonly text: string
}

/** A repair with more edits would be a new story. */
const maxEdits = 20
/** The length of an answer that is read, in UTF-16 code units. */
const maxAnswer = 64 * 1024

/**
 * The edits of an answer, in their order. Each object with the key `from` is one; text around them,
 * code fences and the rest of an incomplete answer are skipped.
 */
export function readEdits(answer: string): readonly Edit[] {
  const reader = new EditReader()
  const scanner = new JsonScanner(reader)
  scanner.push(answer.slice(0, maxAnswer))
  scanner.end()
  return reader.edits
}

type Fields = Map<string, string>

class EditReader implements JsonHandler {
  readonly edits: Edit[] = []
  /** The open objects, the innermost last. */
  private open: Fields[] = []
  private name = ''

  objectStart(): void {
    this.open.push(new Map())
  }

  objectEnd(): void {
    const fields = this.open.pop()
    this.name = ''
    const edit = fields && toEdit(fields)
    if (edit !== undefined && this.edits.length < maxEdits) this.edits.push(edit)
  }

  key(name: string): void {
    this.name = name.trim().toLowerCase()
    this.open.at(-1)?.set(this.name, '')
  }

  text(piece: string): void {
    const fields = this.open.at(-1)
    fields?.set(this.name, (fields.get(this.name) ?? '') + piece)
  }

  abandoned(): void {
    this.open = []
  }

  outside(): void {}
  arrayStart(): void {}
  arrayEnd(): void {}
  textEnd(): void {}
}

function toEdit(fields: Fields): Edit | undefined {
  const from = fields.get('from')?.trim() ?? ''
  if (from === '') return undefined
  return {
    action: fields.get('action')?.trim().toLowerCase() === 'insert' ? 'insert' : 'replace',
    from,
    to: fields.get('to')?.trim() ?? '',
    text: fields.get('text') ?? ''
  }
}
