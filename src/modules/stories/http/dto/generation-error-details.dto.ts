import {
  ChoiceField,
  TextField,
  TextListField
} from '#core/http/openapi/decorators/field.decorators.js'

/** The `details` of errors of a generation. */
export class GenerationErrorDetailsDto {
  @TextField({
    description:
      'AI_ codes, CONTENT_REJECTED and AUTHENTICATION_ERROR (missing, invalid, expired, revoked, wrong_scheme): machine-readable reason.',
    optional: true,
    maxLength: 50,
    pattern: '^[a-z0-9_]+$'
  })
  readonly reason?: string

  @ChoiceField({
    description:
      'CONTENT_REJECTED: whether the request (`input`) or the story (`output`) was rejected.',
    optional: true,
    choices: ['input', 'output']
  })
  readonly stage?: 'input' | 'output'

  @TextListField({
    description: 'CONTENT_REJECTED: names of categories or rules, never the text.',
    optional: true,
    maxItems: 50,
    items: { maxLength: 60, pattern: '^[a-z0-9_/-]+$' }
  })
  readonly categories?: readonly string[]
}
