import {
  ChoiceField,
  IntegerField,
  TextField,
  TextListField
} from '#core/http/openapi/decorators/field.decorators.js'
import { notBlank, oneLine } from '#core/http/openapi/decorators/patterns.js'
import {
  revisionKinds,
  type Revision,
  type RevisionKind
} from '#modules/stories/domain/revisions/revision.js'

const many = { min: 0, max: 1_000_000 }

/** How a story was made of its parent. */
export class RevisionDto implements Revision {
  @ChoiceField({ description: 'The kind of the revision.', choices: revisionKinds })
  readonly kind!: RevisionKind

  @IntegerField({
    description:
      'rewrite: where the replaced passage starts in the content of the parent, in UTF-16 code units. White space around it stays.',
    optional: true,
    ...many
  })
  readonly start?: number

  @IntegerField({ description: 'rewrite: where it ends, exclusive.', optional: true, ...many })
  readonly end?: number

  @IntegerField({
    description: 'continue: words to add. lengthen, shorten: words of the new version.',
    optional: true,
    ...many
  })
  readonly words?: number

  @TextField({
    description: 'What was asked for, as text.',
    optional: true,
    minLength: 3,
    maxLength: 500,
    pattern: notBlank
  })
  readonly instruction?: string

  @TextListField({
    description: 'title: the proposed titles. The first one is the title unless one was chosen.',
    optional: true,
    maxItems: 3,
    items: { minLength: 3, maxLength: 200, pattern: oneLine }
  })
  readonly titles?: readonly string[]
}
