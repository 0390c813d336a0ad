import { ChoiceInput } from '#core/http/dto/input-field.decorators.js'

/** Query parameters of a deletion. */
export class DeleteStoryQueryDto {
  @ChoiceInput({
    description:
      'true: also deletes all revisions below the story. Otherwise they stay, as stories of their own.',
    default: 'false',
    choices: ['true', 'false']
  })
  readonly revisions: 'true' | 'false' = 'false'
}
