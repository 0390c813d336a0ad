import { type ErrorCode } from '#core/errors/error-codes.js'
import { errorCategories, type ErrorCategory } from '#core/errors/error-kind.js'
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
import { ruleNames, type RuleName } from '#core/http/dto/field-rule.js'
import { maxFieldNameLength, maxProblems, type FieldProblem } from '#core/http/dto/validation.js'

const sentence = { maxLength: 500, pattern: oneLine }
const url = { maxLength: 16_384, pattern: '^[^ ]*$' }

class FieldProblemDto implements FieldProblem {
  @TextField({
    description:
      'Field name, in the spelling of the request; with an index for an entry of a list.',
    maxLength: maxFieldNameLength,
    pattern: oneLine
  })
  readonly field!: string

  @TextListField({
    description: 'Rules that the field breaks.',
    minItems: 1,
    maxItems: 10,
    items: sentence
  })
  readonly messages!: readonly string[]

  @ChoiceField({
    description: 'Name of the rule, for programs that translate the message.',
    optional: true,
    choices: ruleNames
  })
  readonly rule?: RuleName

  @NumberField({
    description: 'Bound of the rule, where it has one.',
    optional: true,
    min: Number.MIN_SAFE_INTEGER,
    max: Number.MAX_SAFE_INTEGER
  })
  readonly limit?: number
}

/** The details of core's errors; the application passes those of the modules' errors. */
class ErrorDetailsDto {
  @ListField({
    description: 'VALIDATION_ERROR: fields that break a rule, at most 20.',
    optional: true,
    of: FieldProblemDto,
    minItems: 1,
    maxItems: maxProblems
  })
  readonly validation_errors?: readonly FieldProblemDto[]

  @TextListField({
    description: 'METHOD_NOT_ALLOWED: methods that the address supports.',
    optional: true,
    maxItems: 10,
    items: { maxLength: 10, pattern: '^[A-Z]+$' }
  })
  readonly allowed?: readonly string[]
}

export class ErrorInfoDto {
  /** openapi-document.ts lists the choices: modules register their codes after this class is loaded. */
  @ChoiceField({ description: 'Stable error code, for programs.', choices: [] })
  readonly code!: ErrorCode

  @ChoiceField({ description: 'Category of the code.', choices: errorCategories })
  readonly category!: ErrorCategory

  @TextField({ description: 'Same as the top-level `message`.', ...sentence })
  readonly message!: string

  @TextField({
    description: 'Documentation of the code: an address of this service.',
    maxLength: 200,
    pattern: '^/[^ ]*#[A-Z_]+$'
  })
  readonly doc_url!: string

  @ObjectField({ description: 'Details that depend on the code.', type: () => ErrorDetailsDto })
  readonly details!: Readonly<Record<string, unknown>>

  @FlagField({ description: 'Whether the same request may succeed later without being changed.' })
  readonly retryable!: boolean

  @IntegerField({
    description: 'Seconds to wait before a retry, where known; same as the header Retry-After.',
    optional: true,
    min: 0,
    max: 999_999
  })
  readonly retryAfter?: number

  @TextField({
    description: 'Correlation id, as in the header X-Correlation-ID.',
    maxLength: 128,
    pattern: acceptableId
  })
  readonly correlation_id!: string

  @TextField({ description: 'Same as the top-level `path`.', ...url })
  readonly path!: string
}

/** The schema of the error body, which errorBody() builds. */
export class ErrorResponseDto implements ErrorBody {
  @FlagField({ description: 'Always false for an error.', value: false })
  readonly success!: false

  @IntegerField({ description: 'HTTP status.', min: 400, max: 599 })
  readonly statusCode!: number

  @TextField({
    description: 'Error message, for people: what is wrong and what to change.',
    ...sentence
  })
  readonly message!: string

  @ObjectField({ description: 'Error information, for programs.', type: () => ErrorInfoDto })
  readonly error!: ErrorInfoDto

  @TextField({
    description: 'Requested path without the query; empty when the request could not be read.',
    ...url
  })
  readonly path!: string

  @TimeField({ description: 'Time of the error.' })
  readonly timestamp!: string

  @TextField({
    description: 'Request id, as in the header X-Request-ID.',
    maxLength: 128,
    pattern: acceptableId
  })
  readonly requestId!: string

  @TextField({
    description:
      '`POST /api/v1/generate` only, for clients of the Python service: same as `message`; for a 401 `Could not validate credentials`.',
    optional: true,
    ...sentence
  })
  readonly detail?: string
}
