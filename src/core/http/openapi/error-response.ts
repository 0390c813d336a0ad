import { errorCategories, type ErrorCategory, type ErrorCode } from '#core/errors/error-codes.js'
import {
  ChoiceField,
  FlagField,
  IntegerField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
  TimeField
} from './decorators/field.decorators.js'
import { acceptableId, oneLine } from './decorators/patterns.js'
import type { ErrorBody } from '#core/http/errors/error-body.js'
import { maxFieldNameLength, maxProblems, type FieldProblem } from '#core/http/dto/validation.js'

const sentence = { maxLength: 500, pattern: oneLine }
const url = { maxLength: 16_384, pattern: '^[^ ]*$' }

class ErrorFieldProblem implements FieldProblem {
  @TextField({
    description: 'The field, in the spelling of the request.',
    maxLength: maxFieldNameLength,
    pattern: oneLine
  })
  readonly field!: string

  @TextListField({
    description: 'The rules that it breaks.',
    minItems: 1,
    maxItems: 10,
    items: sentence
  })
  readonly messages!: readonly string[]
}

class ErrorDetails {
  @ListField({
    description:
      'With VALIDATION_ERROR: the fields that break a rule; the first of them when many do.',
    optional: true,
    of: ErrorFieldProblem,
    minItems: 1,
    maxItems: maxProblems
  })
  readonly validation_errors?: readonly ErrorFieldProblem[]

  @TextListField({
    description: 'With METHOD_NOT_ALLOWED: the methods that this address answers.',
    optional: true,
    maxItems: 10,
    items: { maxLength: 10, pattern: '^[A-Z]+$' }
  })
  readonly allowed?: readonly string[]

  @TextField({
    description: 'With AI_ codes and CONTENT_REJECTED: why, in one word for programs.',
    optional: true,
    maxLength: 50,
    pattern: '^[a-z0-9_]+$'
  })
  readonly reason?: string

  @ChoiceField({
    description: 'With CONTENT_REJECTED: whether the request or the story was rejected.',
    optional: true,
    choices: ['input', 'output']
  })
  readonly stage?: 'input' | 'output'

  @TextListField({
    description: 'With CONTENT_REJECTED: names of categories or rules, never the text.',
    optional: true,
    maxItems: 50,
    items: { maxLength: 60, pattern: '^[a-z0-9_/-]+$' }
  })
  readonly categories?: readonly string[]

  @ChoiceField({
    description: 'With BUDGET_EXCEEDED: whose budget it is; `global` is that of the whole service.',
    optional: true,
    choices: ['owner', 'credential', 'global']
  })
  readonly scope?: 'owner' | 'credential' | 'global'

  @ChoiceField({
    description: 'With BUDGET_EXCEEDED: for which time, UTC.',
    optional: true,
    choices: ['day', 'month']
  })
  readonly period?: 'day' | 'month'

  @ChoiceField({
    description: 'With BUDGET_EXCEEDED: what it counts; not told of the global one.',
    optional: true,
    choices: ['usd', 'tokens']
  })
  readonly unit?: 'usd' | 'tokens'

  @NumberField({
    description: 'With BUDGET_EXCEEDED: all of the budget; not told of the global one.',
    optional: true,
    min: 0,
    max: Number.MAX_SAFE_INTEGER
  })
  readonly limit?: number

  @TimeField({ description: 'With BUDGET_EXCEEDED: when the next period begins.', optional: true })
  readonly resetsAt?: string
}

export class ErrorFacts {
  /** openapi-document.ts lists the choices: modules register their codes after this class is loaded. */
  @ChoiceField({ description: 'Stable; switch on it.', choices: [] })
  readonly code!: ErrorCode

  @ChoiceField({ description: 'The kind of error.', choices: errorCategories })
  readonly category!: ErrorCategory

  @TextField({ description: 'For people; the same as at the top.', ...sentence })
  readonly message!: string

  @ObjectField({ description: 'For programs; depends on the code.', type: () => ErrorDetails })
  readonly details!: Readonly<Record<string, unknown>>

  @FlagField({ description: 'Whether the same request may succeed later without being changed.' })
  readonly retryable!: boolean

  @IntegerField({
    description:
      'Seconds to wait before trying again, where known; the header Retry-After says the same.',
    optional: true,
    min: 0,
    max: 999_999
  })
  readonly retryAfter?: number

  @TextField({
    description: 'As in the header X-Correlation-ID.',
    maxLength: 128,
    pattern: acceptableId
  })
  readonly correlation_id!: string

  @TextField({ description: 'The same as at the top.', ...url })
  readonly path!: string
}

/** How the one error body is documented; what it is, errorBody() says. */
export class ErrorAnswer implements ErrorBody {
  @FlagField({ description: 'false: this is an error.', value: false })
  readonly success!: false

  @IntegerField({ description: 'The HTTP status.', min: 400, max: 599 })
  readonly statusCode!: number

  @TextField({ description: 'What went wrong, for people.', ...sentence })
  readonly message!: string

  @ObjectField({ description: 'What went wrong, for programs.', type: () => ErrorFacts })
  readonly error!: ErrorFacts

  @TextField({
    description: 'The path that was asked for, without its query; empty when none could be read.',
    ...url
  })
  readonly path!: string

  @TimeField({ description: 'When it went wrong.' })
  readonly timestamp!: string

  @TextField({
    description: 'As in the header X-Request-ID.',
    maxLength: 128,
    pattern: acceptableId
  })
  readonly requestId!: string

  @TextField({
    description:
      '`POST /api/v1/generate` only: the message again, where clients of the Python service look.',
    optional: true,
    ...sentence
  })
  readonly detail?: string
}
