import { PatternInput } from '#core/http/dto/input-field.decorators.js'
import {
  ChoiceField,
  FlagField,
  ListField,
  TextField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine, plainText } from '#core/http/openapi/decorators/patterns.js'
import type { StoryComparison } from '#modules/stories/revisions/compare-stories.service.js'
import type { DiffPart } from '#modules/stories/revisions/story-diff.js'

const uuid = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'

/** Query parameters of a comparison. */
export class StoryDiffQueryDto {
  @PatternInput({
    description: 'Story id (UUID) of the other story.',
    minLength: 36,
    maxLength: 36,
    pattern: uuid,
    message: 'must be a story id (UUID)'
  })
  readonly to!: string
}

export class DiffPartDto implements DiffPart {
  @ChoiceField({
    description: 'Where the text is: in both stories, only in the first, or only in the other.',
    choices: ['equal', 'deleted', 'inserted']
  })
  readonly change!: DiffPart['change']

  @TextField({ description: 'The text.', minLength: 1, maxLength: 1_000_000, pattern: plainText })
  readonly text!: string
}

/** What is different between two stories. */
export class StoryDiffDto {
  static readonly examples: Readonly<Record<string, StoryDiffDto>> = {
    'a changed word': {
      from: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11',
      to: '9b1d6c3e-52a4-4a0e-8f67-1c9e1d7a4b02',
      fromTitle: 'In Search of the Golden Acorn',
      toTitle: 'In Search of the Golden Acorn',
      isEqual: false,
      parts: [
        { change: 'equal', text: 'News travelled ' },
        { change: 'deleted', text: 'faster' },
        { change: 'inserted', text: 'slower' },
        { change: 'equal', text: ' than they did.' }
      ]
    }
  }

  @UuidField({ description: 'The first story.' })
  readonly from!: string

  @UuidField({ description: 'The other story.' })
  readonly to!: string

  @TextField({ description: 'Title of the first one.', maxLength: 200, pattern: oneLine })
  readonly fromTitle!: string

  @TextField({ description: 'Title of the other one.', maxLength: 200, pattern: oneLine })
  readonly toTitle!: string

  @FlagField({ description: 'Whether their contents are equal.' })
  readonly isEqual!: boolean

  @ListField({
    description:
      'The contents. All parts but the inserted ones are the first content, all but the deleted ones the other.',
    of: DiffPartDto,
    maxItems: 100_000
  })
  readonly parts!: readonly DiffPartDto[]

  static from({ from, to, parts }: StoryComparison): StoryDiffDto {
    return {
      from: from.id,
      to: to.id,
      fromTitle: from.title,
      toTitle: to.title,
      isEqual: parts.every(({ change }) => change === 'equal'),
      parts
    }
  }
}
