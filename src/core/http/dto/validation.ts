import {
  ValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
  type Type,
  type ValidationError
} from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { ignoresUnknownFields } from '#core/http/openapi/decorators/ignore-unknown-fields.decorator.js'
import { whatCame, type BrokenRule, type RuleContext } from './field-rule.js'
import { knownFields, unknownFields } from './known-fields.js'
import { nearestName } from '#core/errors/near-name.js'

export interface FieldProblem {
  /** The field, in the caller's spelling. */
  readonly field: string
  readonly messages: readonly string[]
  readonly rule?: BrokenRule['rule']
  readonly limit?: number
}

/** Bounds of an error response, whatever the request holds. */
export const maxProblems = 20
export const maxFieldNameLength = 100

/** A readable request whose fields break rules. The message names the first problem and counts the others. */
export class ValidationFailed extends AppError {
  constructor(readonly problems: readonly FieldProblem[]) {
    super('VALIDATION_ERROR', {
      message: sentence(problems),
      details: { validation_errors: problems.slice(0, maxProblems).map(presentable) }
    })
  }
}

function sentence([first, ...others]: readonly FieldProblem[]): string | undefined {
  if (first === undefined) return undefined
  const { field, rule, messages } = first
  // An unknown name is text of the caller: only a word is repeated. A key or a token has digits.
  const name =
    rule === 'unknown_field' && !/^[a-z_]{1,40}$/i.test(field)
      ? 'A field'
      : presentable(first).field
  const more = others.length === 1 ? '1 more problem' : `${others.length} more problems`
  return `${name} ${messages[0]}${others.length === 0 ? '' : ` (and ${more})`}`
}

function presentable(problem: FieldProblem): FieldProblem {
  return { ...problem, field: shownName(problem.field, maxFieldNameLength) }
}

/** A name that the caller chose: without control characters, and short. */
export function shownName(name: string, maxLength: number): string {
  const characters = Array.from(name.slice(0, 2 * maxLength).replace(/\p{C}/gu, '\uFFFD'))
  return characters.slice(0, maxLength).join('')
}

/** Turns bodies and queries into validated DTOs. Unknown fields are refused by name, or ignored. */
export class DtoValidationPipe implements PipeTransform<unknown, Promise<unknown>> {
  private readonly strict = validationPipe(true)
  private readonly lenient = validationPipe(false)

  /** @throws ValidationFailed */
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') expectObject(value)
    const pipe = ignoresUnknownFields(metadata.metatype) ? this.lenient : this.strict
    try {
      return await pipe.transform(value, metadata)
    } catch (error) {
      if (!(error instanceof RulesBroken)) throw error
      throw new ValidationFailed(problemsOf(error.errors, (value ?? {}) as Sent, metadata.metatype))
    }
  }
}

/** The errors of class-validator, before they are explained by what was sent. */
class RulesBroken extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('rules are broken')
  }
}

function validationPipe(forbidNonWhitelisted: boolean): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted,
    stopAtFirstError: true,
    transformOptions: { exposeDefaultValues: true },
    exceptionFactory: errors => new RulesBroken(errors)
  })
}

/** A missing body is validated like an empty one, so that the errors name the required fields. */
function expectObject(body: unknown): void {
  if (body === undefined) return
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return
  const messages = [`${whatCame(body)}; a JSON object is needed`]
  throw new ValidationFailed([{ field: 'body', messages, rule: 'type' }])
}

type Sent = Readonly<Record<string, unknown>>

function problemsOf(
  errors: readonly ValidationError[],
  sent: Sent,
  dto: Type | undefined
): readonly FieldProblem[] {
  const known = knownFields(dto)
  return errors.flatMap(error => {
    const { property, constraints = {} } = error
    if ('whitelistValidation' in constraints) return [unknownField(property, known)]
    return brokenRules(error, sent).map(rule => problemOf(property, rule, { sent, known }))
  })
}

function problemOf(
  property: string,
  { index, message, rule, limit }: BrokenRule,
  { sent, known }: { readonly sent: Sent; readonly known: readonly string[] }
): FieldProblem {
  const hint = rule === 'required' ? misspelling(property, sent, known) : ''
  return {
    field: index === undefined ? property : `${property}[${index}]`,
    messages: [`${message}${hint}`],
    rule,
    ...(limit !== undefined && { limit })
  }
}

function unknownField(field: string, known: readonly string[]): FieldProblem {
  const near = nearestName(field, known)
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return { field, messages: [`is not a known field${hint}`], rule: 'unknown_field' }
}

/** Names the unknown field that may have been meant to be the missing one. */
function misspelling(field: string, sent: Sent, known: readonly string[]): string {
  const near = unknownFields(sent, known).find(name => nearestName(name, known) === field)
  return near === undefined ? '' : ` (the request has ${shownName(near, 40)}, which is unknown)`
}

function brokenRules(
  { property, value, contexts }: ValidationError,
  sent: Sent
): readonly BrokenRule[] {
  const context = Object.values(contexts ?? {})[0] as RuleContext | undefined
  if (context === undefined) throw new Error(`The field ${property} has no rule`)
  const broken = context.brokenRules(sent[property], sent)
  return broken.length > 0 ? broken : context.brokenRules(value, sent)
}
