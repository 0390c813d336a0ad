import { registerSettings } from '#core/config/register-settings.js'
import { Choice, RedisUrl, TextList } from '#core/config/setting.decorators.js'

export class KuybiSettings {
  @TextList({
    default: ['super-admin', 'admin', 'user'],
    description: 'Roles of user tokens that may generate stories.'
  })
  readonly STORY_ROLES!: readonly string[]

  @TextList({
    default: ['super-admin', 'admin'],
    description: 'Roles of user tokens that have the scope admin.'
  })
  readonly ADMIN_ROLES!: readonly string[]

  @RedisUrl({
    description:
      'Kuybi’s Redis with the list of revoked tokens; without it, no token counts as revoked.'
  })
  readonly KUYBI_REDIS_URL?: string

  @Choice(['open', 'closed'], {
    default: 'open',
    description: 'If Kuybi’s Redis is down: `open` accepts user tokens, `closed` returns 503.'
  })
  readonly REVOCATION_FAIL!: 'open' | 'closed'
}

export const kuybiConfig = registerSettings('kuybi', KuybiSettings, { title: 'Kuybi' })
