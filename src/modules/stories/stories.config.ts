import { registerSettings } from '#core/config/register-settings.js'
import { Choice, Integer, Seconds } from '#core/config/setting.decorators.js'

export class StoriesSettings {
  @Choice(['off', 'input', 'output', 'both'], {
    default: 'off',
    description:
      'Which texts are sent to the provider’s moderation endpoint. When strict, requests and stories for children are always moderated.'
  })
  readonly MODERATION!: 'off' | 'input' | 'output' | 'both'

  @Choice(['open', 'closed'], {
    defaultText: 'open, closed for children',
    description: 'Whether texts pass (`open`) or are rejected (`closed`) if moderation fails.'
  })
  readonly MODERATION_FAIL?: 'open' | 'closed'

  @Choice(['block', 'flag', 'off'], {
    default: 'flag',
    description:
      'Keywords and genres that look like instructions: `block` rejects them, `flag` only counts them.'
  })
  readonly PROMPT_INJECTION!: 'block' | 'flag' | 'off'

  @Integer(
    { min: 0, max: 36_500 },
    { default: 0, description: 'Days for which stories are retained; 0 means no limit.' }
  )
  readonly RETENTION_DAYS!: number

  @Integer(
    { min: 0, max: 20 },
    {
      default: 9,
      description:
        'How many of an owner’s last stories a new one must be unlike: their names, openings and frequent words are given to the model as what to avoid. 0 turns it off.'
    }
  )
  readonly VARIETY_STORIES!: number

  @Seconds(
    { min: 0, max: 604_800 },
    {
      default: 3600,
      description:
        'How long the instructions that led to a story are remembered for its next revision; 0 turns it off.'
    }
  )
  readonly REVISION_MEMORY_TTL!: number
}

export const storiesConfig = registerSettings('stories', StoriesSettings, { title: 'Stories' })
