import { IsOptional } from 'class-validator'
import {
  Checked,
  choiceRule,
  lengthRule,
  notOfType,
  type BrokenRule,
  type FieldRule
} from '#core/http/dto/field-rule.js'
import { ListField } from '#core/http/openapi/decorators/field.decorators.js'
import { cleanInput } from '#modules/stories/domain/clean-input.js'
import { codexKinds } from '#modules/stories/domain/books/section.js'
import { CleanTextInput } from '#modules/stories/http/dto/story-input.decorators.js'
import type { BookPlan } from '../../domain/book.js'
import { planLimits } from '../../plan/read-plan.js'
import { CodexEntryDto, OutlineEntryDto } from './book-parts.dto.js'

type Fields = Readonly<Record<string, unknown>>

function textRule(fields: Fields, name: string, max: number, min = 1): readonly BrokenRule[] {
  const value = fields[name]
  if (typeof value !== 'string') return [notOfType(value, `${name} must be text`)]
  return lengthRule(cleanInput(value), { min, max }).map(({ message, ...broken }) =>
    Object.assign(broken, { message: `has an entry whose ${name} ${message}` })
  )
}

/** The rules of a list of objects with these fields and no others. */
function entriesRule(
  names: readonly string[],
  max: number,
  rule: (fields: Fields) => readonly BrokenRule[]
): FieldRule {
  const wanted = `a list of at most ${max} entries is needed`
  return value => {
    if (!Array.isArray(value)) return [notOfType(value, wanted)]
    if (value.length > max) return [{ rule: 'max_items', limit: max, message: wanted }]
    const entries: readonly unknown[] = value
    return entries.flatMap((entry, index) =>
      problemsOf(entry).map(problem => Object.assign(problem, { index }))
    )
  }

  function problemsOf(entry: unknown): readonly BrokenRule[] {
    const message = `must be an object with ${names.join(', ')}`
    if (typeof entry !== 'object' || entry === null) return [notOfType(entry, message)]
    const isOther = Object.keys(entry).some(name => !names.includes(name))
    return isOther ? [{ rule: 'unknown_field', message }] : rule(entry as Fields)
  }
}

const outlineRule = entriesRule(['title', 'events'], planLimits.entries, fields => [
  ...textRule(fields, 'title', planLimits.title, 0),
  ...textRule(fields, 'events', planLimits.events)
])

const codexRule = entriesRule(['kind', 'name', 'facts'], planLimits.entries, fields => [
  ...choiceRule(codexKinds)(fields['kind'], fields),
  ...textRule(fields, 'name', planLimits.name),
  ...factsRule(fields['facts'])
])

function factsRule(facts: unknown): readonly BrokenRule[] {
  if (!Array.isArray(facts)) return [notOfType(facts, 'facts must be a list')]
  const message = `has more than ${planLimits.facts} facts`
  if (facts.length > planLimits.facts) {
    return [{ rule: 'max_items', limit: planLimits.facts, message }]
  }
  return facts.flatMap((fact: unknown) => textRule({ fact }, 'fact', planLimits.fact))
}

/** The body of `PATCH /books/:id`. */
export class EditBookDto {
  static readonly examples = {
    codex: { codex: [{ kind: 'person', name: 'Mara', facts: ['is 51 years old'] }] }
  } as const satisfies Record<string, Partial<EditBookDto>>

  @CleanTextInput({ description: 'Title.', optional: true, min: 3, max: planLimits.title })
  readonly title?: string

  @ListField({
    description: 'All parts of the outline: as many as before.',
    of: OutlineEntryDto,
    optional: true,
    maxItems: planLimits.entries
  })
  @IsOptional()
  @Checked('outline', outlineRule)
  readonly outline?: BookPlan['outline']

  @ListField({
    description: 'The whole codex.',
    of: CodexEntryDto,
    optional: true,
    maxItems: planLimits.entries
  })
  @IsOptional()
  @Checked('codex', codexRule)
  readonly codex?: BookPlan['codex']

  /** The plan with the changes. */
  appliedTo(plan: BookPlan): BookPlan {
    const { title = plan.title, outline = plan.outline, codex = plan.codex } = this
    return {
      title,
      outline: outline.map(part => ({
        title: cleanInput(part.title),
        events: cleanInput(part.events)
      })),
      codex: codex.map(({ kind, name, facts }) => ({
        kind,
        name: cleanInput(name),
        facts: facts.map(cleanInput)
      }))
    }
  }
}
