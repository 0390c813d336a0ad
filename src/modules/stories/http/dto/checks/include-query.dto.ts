import { ChoiceInput } from '#core/http/dto/input-field.decorators.js'

export const inclusions = ['indicators'] as const
export type Inclusion = (typeof inclusions)[number]

/** Says what is added to each story. */
export function IncludeInput(): PropertyDecorator {
  return ChoiceInput({
    description:
      'Adds `indicators` to each story: measures of its content, null until they are computed.',
    choices: inclusions
  })
}

/** Query parameters of one story. */
export class IncludeQueryDto {
  @IncludeInput()
  readonly include?: Inclusion
}
