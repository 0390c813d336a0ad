export type Json = Readonly<Record<string, unknown>>

/** The parts of a completion or chunk that are read, with their declared types. */
export interface CleanChoice {
  readonly text: string
  readonly refusal: string
  readonly finish: string | null
}

/**
 * The first choice of a completion or chunk, in the formats of all servers. Text is a string, a list
 * of parts, or the arguments of a tool call; reasoning is not text.
 */
export function readChoice(answer: unknown): CleanChoice {
  const { choices } = toObject(answer)
  const choice = toObject(Array.isArray(choices) ? choices[0] : undefined)
  const said = toObject(choice['delta'] ?? choice['message'])
  const { finish_reason: finish } = choice
  return {
    text: textOf(said['content']) || argumentsOf(said['tool_calls']),
    refusal: textOf(said['refusal']),
    finish: typeof finish === 'string' && finish !== '' ? finish : null
  }
}

/** Whether a chunk conforms to the SDK's types, so that it can be passed on unchanged. */
export function isCleanChunk(chunk: unknown): boolean {
  const { choices, model } = toObject(chunk)
  if (!Array.isArray(choices) || !isTextOrNothing(model)) return false
  return choices.length === 0 || (choices.length === 1 && isCleanChoice(choices[0], 'delta'))
}

export function isCleanCompletion(completion: unknown): boolean {
  const { choices, model } = toObject(completion)
  const hasChoice = Array.isArray(choices) && choices.length > 0
  return hasChoice && typeof model === 'string' && isCleanChoice(choices[0], 'message')
}

/** A chunk of the SDK's declared type. */
export function toChunk(chunk: unknown): object {
  const { text, refusal, finish } = readChoice(chunk)
  const delta = { ...(text !== '' && { content: text }), ...(refusal !== '' && { refusal }) }
  return { ...frameOf(chunk), choices: [{ index: 0, delta, finish_reason: finish }] }
}

/** A completion of the SDK's declared type. */
export function toCompletion(completion: unknown): object {
  const { text, refusal, finish } = readChoice(completion)
  const message = {
    role: 'assistant',
    content: text === '' ? null : text,
    refusal: refusal === '' ? null : refusal
  }
  return { ...frameOf(completion), choices: [{ index: 0, message, finish_reason: finish }] }
}

/** The fields besides the choices. Usage and moderation are unchanged: their own readers parse them. */
export function frameOf(answer: unknown): Json {
  const { id, model, usage, x_groq: groq, service_tier: tier, moderation } = toObject(answer)
  return {
    id: typeof id === 'string' ? id : '',
    model: typeof model === 'string' ? model : '',
    ...(usage !== undefined && { usage }),
    ...(groq !== undefined && { x_groq: groq }),
    ...(typeof tier === 'string' && { service_tier: tier }),
    ...(moderation !== undefined && { moderation })
  }
}

function isCleanChoice(choice: unknown, name: 'delta' | 'message'): boolean {
  const { [name]: said, finish_reason: finish } = toObject(choice)
  if (typeof said !== 'object' || said === null) return false
  if (!isTextOrNothing(finish) || finish === '') return false
  const { content, refusal, tool_calls: calls } = toObject(said)
  return isTextOrNothing(content) && isTextOrNothing(refusal) && !calls
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}

/** The text of a string or of a list of parts, without reasoning. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) => {
      if (typeof part === 'string') return part
      const { type = 'text', text } = toObject(part)
      return (type === 'text' || type === 'output_text') && typeof text === 'string' ? text : ''
    })
    .join('')
}

/** Some servers emulate structured output with a function call whose arguments are the answer. */
function argumentsOf(calls: unknown): string {
  const call = toObject(Array.isArray(calls) ? calls[0] : undefined)
  const { arguments: given } = toObject(call['function'])
  if (typeof given === 'string') return given
  return typeof given === 'object' && given !== null ? JSON.stringify(given) : ''
}

/** The value if it is an object, else an empty object. */
export function toObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}
