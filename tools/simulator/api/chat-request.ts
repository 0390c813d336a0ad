import { ApiError } from './api-error.ts'
import { asNumber, isObject, type JsonObject } from './json.ts'
import type { Message } from '../answers/prompt.ts'
import { refuseUnstrictSchema } from '../answers/strict-schema.ts'

type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | { readonly type: 'json_schema'; readonly schema: JsonObject }

/** The parts of a chat completion request that the simulator acts on; the others are ignored. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly Message[]
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly maxTokens: number
  readonly format: ResponseFormat
}

/** @throws ApiError 400 as the real API words it */
export function parseChatRequest(body: JsonObject): ChatRequest {
  const { model, stream } = body
  if (typeof model !== 'string' || model === '') {
    throw new ApiError(400, 'you must provide a model parameter')
  }
  const messages = readMessages(body)
  const options = body['stream_options']
  if (isGiven(options) && stream !== true) {
    throw new ApiError(
      400,
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      { param: 'stream_options' }
    )
  }
  return {
    model,
    messages,
    stream: stream === true,
    includeUsage: isObject(options) && options['include_usage'] === true,
    maxTokens: readMaxTokens(body),
    format: readFormat(body, messages)
  }
}

/** Lenient: used to choose faults before the request is validated. */
export function readMessageTexts(body: JsonObject): Message[] {
  const messages = body['messages']
  if (!Array.isArray(messages)) return []
  return messages.filter(isObject).map(message => ({
    role: String(message['role']),
    text: textOf(message['content'])
  }))
}

function readMessages(body: JsonObject): Message[] {
  const messages = body['messages']
  if (!isGiven(messages)) {
    throw new ApiError(400, "Missing required parameter: 'messages'.", {
      param: 'messages',
      code: 'missing_required_parameter'
    })
  }
  const read = readMessageTexts(body)
  if (!Array.isArray(messages) || read.length !== messages.length || read.length === 0) {
    throw new ApiError(400, "Invalid type for 'messages': expected a non-empty array of objects.", {
      param: 'messages',
      code: 'invalid_type'
    })
  }
  return read
}

function readMaxTokens(body: JsonObject): number {
  const { max_tokens: older, max_completion_tokens: newer } = body
  if (isGiven(older) && isGiven(newer)) {
    throw new ApiError(
      400,
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      { param: 'max_tokens', code: 'invalid_parameter_combination' }
    )
  }
  const param = isGiven(newer) ? 'max_completion_tokens' : 'max_tokens'
  const given = newer ?? older
  if (!isGiven(given)) return Infinity
  const number = asNumber(given)
  if (number === undefined || !Number.isInteger(number) || number < 1) {
    throw new ApiError(
      400,
      `Invalid '${param}': integer below minimum value. Expected a value >= 1, but got ${JSON.stringify(given)} instead.`,
      { param, code: 'integer_below_min_value' }
    )
  }
  return number
}

function readFormat(body: JsonObject, messages: readonly Message[]): ResponseFormat {
  const format = body['response_format']
  if (!isGiven(format)) return { type: 'text' }
  const type = isObject(format) ? format['type'] : undefined
  if (type === 'text') return { type }
  if (type === 'json_object') {
    // The real API refuses this too, so a prompt without it has to fail here.
    if (messages.some(({ text }) => /json/i.test(text))) return { type }
    throw new ApiError(
      400,
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      { param: 'messages' }
    )
  }
  if (type === 'json_schema' && isObject(format)) return readSchema(format['json_schema'])
  throw new ApiError(
    400,
    `Invalid value: '${String(type)}'. Supported values are: 'text', 'json_object', and 'json_schema'.`,
    { param: 'response_format.type', code: 'invalid_value' }
  )
}

function readSchema(given: unknown): ResponseFormat {
  const name = isObject(given) ? given['name'] : undefined
  if (!isObject(given) || typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) {
    throw new ApiError(400, "Missing required parameter: 'response_format.json_schema.name'.", {
      param: 'response_format.json_schema.name',
      code: 'missing_required_parameter'
    })
  }
  const schema = isObject(given['schema']) ? given['schema'] : {}
  if (given['strict'] === true) refuseUnstrictSchema(schema, name)
  return { type: 'json_schema', schema }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .filter(isObject)
    .map(part => (typeof part['text'] === 'string' ? part['text'] : ''))
    .join('')
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
