import {
  ChoiceField,
  TextField,
  TextListField
} from '#core/http/openapi/decorators/field.decorators.js'
import { notBlank } from '#core/http/openapi/decorators/patterns.js'
import {
  codexKinds,
  type CodexEntry,
  type OutlineEntry
} from '#modules/stories/domain/books/section.js'
import { planLimits } from '../../plan/read-plan.js'

/** A part of a book. */
export class OutlineEntryDto implements OutlineEntry {
  @TextField({ description: 'Title.', maxLength: planLimits.title, pattern: '' })
  readonly title!: string

  @TextField({
    description: 'What happens.',
    minLength: 1,
    maxLength: planLimits.events,
    pattern: notBlank
  })
  readonly events!: string
}

/** A person, place or object, with facts that sections must not contradict. */
export class CodexEntryDto implements CodexEntry {
  @ChoiceField({ description: 'Kind.', choices: codexKinds })
  readonly kind!: CodexEntry['kind']

  @TextField({ description: 'Name.', minLength: 1, maxLength: planLimits.name, pattern: notBlank })
  readonly name!: string

  @TextListField({
    description: 'Facts that stay true, as phrases that follow the name: is 51 years old.',
    maxItems: planLimits.facts,
    items: { minLength: 1, maxLength: planLimits.fact, pattern: notBlank }
  })
  readonly facts!: readonly string[]
}
