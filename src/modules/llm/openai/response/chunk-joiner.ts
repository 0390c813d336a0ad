import { frameOf, readChoice, type Json } from './completion-shapes.js'

/** Joins the chunks of a stream into a completion of the SDK's declared type. */
export class ChunkJoiner {
  private text = ''
  private refusal = ''
  private finish: string | null = null
  private frame: Json = { id: '', model: '' }

  add(chunk: unknown): void {
    const { text, refusal, finish } = readChoice(chunk)
    this.text += text
    this.refusal += refusal
    this.finish = finish ?? this.finish
    // Some servers repeat earlier fields with null or an empty name, which must not replace the
    // first value.
    for (const [name, value] of Object.entries(frameOf(chunk))) {
      if (value !== null && value !== '') this.frame = { ...this.frame, [name]: value }
    }
  }

  get completion(): object {
    const { text, refusal, finish } = this
    const message = {
      role: 'assistant',
      content: text === '' ? null : text,
      refusal: refusal === '' ? null : refusal
    }
    return { ...this.frame, choices: [{ index: 0, message, finish_reason: finish }] }
  }
}
