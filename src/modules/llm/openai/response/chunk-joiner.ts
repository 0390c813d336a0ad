import { readChoice, toObject } from './completion-shapes.js'

/** Fields besides the choices. The last chunk that has a value for a field counts. */
const frameNames = ['id', 'model', 'usage', 'x_groq', 'service_tier'] as const

/** Joins the chunks of a stream into a completion of the SDK's declared type. */
export class ChunkJoiner {
  private text = ''
  private refusal = ''
  private finish: string | null = null
  private readonly frame: Record<string, unknown> = { id: '', model: '' }

  add(chunk: unknown): void {
    const { text, refusal, finish } = readChoice(chunk)
    this.text += text
    this.refusal += refusal
    this.finish = finish ?? this.finish
    for (const name of frameNames) {
      const value = toObject(chunk)[name]
      if (value !== undefined && value !== null && value !== '') this.frame[name] = value
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
