import {
  ValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
  type ValidationError
} from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { ignoresUnknownFields } from '#core/http/openapi/decorators/ignore-unknown-fields.decorator.js'

export interface FieldProblem {
  /** The field, in the caller's spelling. */
  readonly field: string
  readonly messages: readonly string[]
}

/** Bounds of an error response, whatever the request holds. */
export const maxProblems = 20
export const maxFieldNameLength = 100

/** A readable request whose fields break rules. */
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

/** Turns bodies and queries into validated DTOs. Unknown fields are refused by name, or ignored. */
export class DtoValidationPipe implements PipeTransform<unknown, Promise<unknown>> {
  private readonly strict = validationPipe(true)
  private readonly lenient = validationPipe(false)

  /** @throws ValidationFailed */
  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') expectObject(value)
    const pipe = ignoresUnknownFields(metadata.metatype) ? this.lenient : this.strict
    return pipe.transform(value, metadata)
  }
}

function validationPipe(forbidNonWhitelisted: boolean): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted,
    stopAtFirstError: true,
    transformOptions: { exposeDefaultValues: true },
    exceptionFactory: errors => new ValidationFailed(errors.flatMap(error => problemsOf(error)))
  })
}

function expectObject(body: unknown): void {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return
  throw new ValidationFailed([{ field: 'body', messages: ['must be a JSON object'] }])
}

function problemsOf(error: ValidationError, parent = ''): FieldProblem[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`
  const messages = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation' ? 'is not a known field' : message
  )
  const below = (error.children ?? []).flatMap(child => problemsOf(child, field))
  return messages.length > 0 ? [{ field, messages }, ...below] : below
}
