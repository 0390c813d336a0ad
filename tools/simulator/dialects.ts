import { ApiError } from './api-error.ts'
import type { FaultName } from './fault-rule.ts'
import { isObject, type JsonObject } from './json.ts'

interface Dialect {
  /** Whether the body holds what this server does not know. */
  readonly violatedBy: (body: JsonObject) => boolean
  readonly refuse: (body: JsonObject) => ApiError
}

/** Servers that know less than OpenAI's newest models, each refusing in the words of the real API. */
const dialects: Readonly<Partial<Record<FaultName, Dialect>>> = {
  'no-json-schema': {
    violatedBy: body => formatOf(body) === 'json_schema',
    // The real API names no param here, so clients have to read the message.
    refuse: () =>
      new ApiError(
        400,
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model. " +
          'Learn more about supported models at the Structured Outputs guide: ' +
          'https://platform.openai.com/docs/guides/structured-outputs'
      )
  },
  'no-response-format': {
    violatedBy: body => formatOf(body) !== undefined,
    refuse: body =>
      new ApiError(
        400,
        `Invalid parameter: 'response_format' of type '${String(formatOf(body))}' is not supported with this model.`,
        { param: 'response_format' }
      )
  },
  'no-max-completion-tokens': {
    violatedBy: body => isGiven(body['max_completion_tokens']),
    refuse: () => new ApiError(400, 'Unrecognized request argument supplied: max_completion_tokens')
  },
  'no-max-tokens': {
    violatedBy: body => isGiven(body['max_tokens']),
    refuse: () =>
      new ApiError(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        { param: 'max_tokens', code: 'unsupported_parameter' }
      )
  },
  'no-temperature': {
    violatedBy: body => isGiven(body['temperature']) && body['temperature'] !== 1,
    refuse: body =>
      new ApiError(
        400,
        `Unsupported value: 'temperature' does not support ${String(body['temperature'])} with this model. ` +
          'Only the default (1) value is supported.',
        { param: 'temperature', code: 'unsupported_value' }
      )
  }
}

/** A dialect applies to the chats that violate it; every other fault applies anyway. */
export function isDialectViolated(
  fault: FaultName,
  call: { readonly route: string; readonly body: JsonObject }
): boolean {
  const dialect = dialects[fault]
  return dialect === undefined || (call.route === 'chat' && dialect.violatedBy(call.body))
}

export function refusalOfDialect(fault: FaultName, body: JsonObject): ApiError | undefined {
  return dialects[fault]?.refuse(body)
}

function formatOf(body: JsonObject): unknown {
  const format = body['response_format']
  return isObject(format) ? format['type'] : undefined
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
