import { ValidationPipe, type ValidationError, type ValidationPipeOptions } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'

export interface FieldProblem {
  /** The field, in the caller's own spelling. */
  readonly field: string
  readonly messages: readonly string[]
}

/** An answer is not to grow with what was sent: thousands of unknown fields, or one endless name. */
export const maxProblems = 20
export const maxFieldNameLength = 100

/** A well-formed request whose fields break the rules. */
export class ValidationFailed extends AppError {
  constructor(readonly problems: readonly FieldProblem[]) {
    super('VALIDATION_ERROR', {
      details: { validation_errors: problems.slice(0, maxProblems).map(presentable) }
    })
  }
}

function presentable({ field, messages }: FieldProblem): FieldProblem {
  const name = Array.from(field.replace(/\p{C}/gu, '\uFFFD'))
  return { field: name.slice(0, maxFieldNameLength).join(''), messages }
}

/** Bodies become typed instances; unknown fields are refused by name unless told otherwise. */
export function createValidationPipe(options: ValidationPipeOptions = {}): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    transformOptions: { exposeDefaultValues: true },
    exceptionFactory: errors => new ValidationFailed(errors.flatMap(error => problemsOf(error))),
    ...options
  })
}

function problemsOf(error: ValidationError, parent = ''): FieldProblem[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`
  const messages = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation' ? 'is not a known field' : message
  )
  const below = (error.children ?? []).flatMap(child => problemsOf(child, field))
  return messages.length > 0 ? [{ field, messages }, ...below] : below
}
