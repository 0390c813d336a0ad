import { registerSettings } from '#core/config/register-settings.js'
import { Choice, Integer } from '#core/config/setting.decorators.js'

export class StoriesSettings {
  @Choice(['off', 'input', 'output', 'both'], {
    default: 'off',
    description:
      'What the provider’s moderation endpoint sees. Where strict, stories for children are always moderated, both ways.'
  })
  readonly MODERATION!: 'off' | 'input' | 'output' | 'both'

  @Choice(['open', 'closed'], {
    defaultText: 'open, closed for children',
    description: 'Whether content passes when moderation itself fails.'
  })
  readonly MODERATION_FAIL?: 'open' | 'closed'

  @Choice(['block', 'flag', 'off'], {
    default: 'flag',
    description:
      'What happens to keywords and genres that read like instructions: `block` refuses them, `flag` only counts them.'
  })
  readonly PROMPT_INJECTION!: 'block' | 'flag' | 'off'

  @Integer(
    { min: 0, max: 36_500 },
    { default: 0, description: 'Days that stories are kept; 0 is for ever.' }
  )
  readonly RETENTION_DAYS!: number
}

export const storiesConfig = registerSettings('stories', StoriesSettings, { title: 'Stories' })
