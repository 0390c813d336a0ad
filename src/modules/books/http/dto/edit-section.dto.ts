import { Checked, lengthRule, notOfType } from '#core/http/dto/field-rule.js'
import { TextField } from '#core/http/openapi/decorators/field.decorators.js'
import { notBlank } from '#core/http/openapi/decorators/patterns.js'
import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { CleanTextInput } from '#modules/stories/http/dto/story-input.decorators.js'

const contentLength = { min: 1, max: 30_000 }

/** The body of `PATCH /books/:id/sections/:number`. */
export class EditSectionDto {
  static readonly examples = {
    content: { content: 'The light went out at ten.\n\nNobody saw it.' }
  } as const satisfies Record<string, Partial<EditSectionDto>>

  @CleanTextInput({ description: 'Title.', optional: true, min: 3, max: 200 })
  readonly title?: string

  @TextField({
    description: 'The whole text, with a blank line between paragraphs.',
    minLength: contentLength.min,
    maxLength: contentLength.max,
    pattern: notBlank
  })
  @Checked('content', value =>
    typeof value === 'string'
      ? lengthRule(toPlainText(value), contentLength)
      : [notOfType(value, 'text is needed')]
  )
  readonly content!: string
}
