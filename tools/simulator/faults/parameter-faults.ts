import { ApiError } from '../api/api-error.ts'
import type { FaultName } from './faults.ts'
import { isObject, type JsonObject } from '../api/json.ts'

interface ParameterFault {
  /** Whether the request uses the parameter. */
  readonly usedIn: (body: JsonObject) => boolean
  readonly refuse: (body: JsonObject) => ApiError
}

/** Servers that know less than OpenAI's newest models, each refusing in the words of the real API. */
const parameterFaults: Readonly<Partial<Record<FaultName, ParameterFault>>> = {
  'no-json-schema': {
    usedIn: body => formatOf(body) === 'json_schema',
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
    usedIn: body => formatOf(body) !== undefined,
    refuse: body =>
      new ApiError(
        400,
        `Invalid parameter: 'response_format' of type '${String(formatOf(body))}' is not supported with this model.`,
        { param: 'response_format' }
      )
  },
  'no-max-completion-tokens': {
    usedIn: body => isGiven(body['max_completion_tokens']),
    refuse: () => new ApiError(400, 'Unrecognized request argument supplied: max_completion_tokens')
  },
  'no-max-tokens': {
    usedIn: body => isGiven(body['max_tokens']),
    refuse: () =>
      new ApiError(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        { param: 'max_tokens', code: 'unsupported_parameter' }
      )
  },
  'no-temperature': {
    usedIn: body => isGiven(body['temperature']) && body['temperature'] !== 1,
    refuse: body =>
      new ApiError(
        400,
        `Unsupported value: 'temperature' does not support ${String(body['temperature'])} with this model. ` +
          'Only the default (1) value is supported.',
        { param: 'temperature', code: 'unsupported_value' }
      )
  },
  'no-safety-identifier': {
    usedIn: body => isGiven(body['safety_identifier']),
    refuse: () => new ApiError(400, 'Unrecognized request argument supplied: safety_identifier')
  },
  'no-moderation': {
    usedIn: body => isGiven(body['moderation']),
    refuse: () => new ApiError(400, 'Unrecognized request argument supplied: moderation')
  }
}

/**
 * A fault of this kind applies only to chats that use the parameter; every other fault applies to all
 * calls.
 */
export function hitsParameterFault(
  fault: FaultName,
  call: { readonly route: string; readonly body: JsonObject }
): boolean {
  const entry = parameterFaults[fault]
  return entry === undefined || (call.route === 'chat' && entry.usedIn(call.body))
}

export function refusalOfParameter(fault: FaultName, body: JsonObject): ApiError | undefined {
  return parameterFaults[fault]?.refuse(body)
}

function formatOf(body: JsonObject): unknown {
  const format = body['response_format']
  return isObject(format) ? format['type'] : undefined
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}
