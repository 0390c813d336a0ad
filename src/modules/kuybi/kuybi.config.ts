import { registerSettings } from '#core/config/register-settings.js'
import { Choice, RedisUrl, TextList } from '#core/config/setting.decorators.js'

export class KuybiSettings {
  @TextList({
    default: ['super-admin', 'admin', 'user'],
    description: 'Roles of user tokens that may write stories.'
  })
  readonly STORY_ROLES!: readonly string[]

  @TextList({
    default: ['super-admin', 'admin'],
    description: 'Roles of user tokens that are admins.'
  })
  readonly ADMIN_ROLES!: readonly string[]

  @RedisUrl({
    description: 'Kuybi’s Redis, where it lists revoked tokens; without it none counts as revoked.'
  })
  readonly KUYBI_REDIS_URL?: string

  @Choice(['open', 'closed'], {
    default: 'open',
    description:
      'What a user token is worth while Kuybi’s Redis cannot be asked: `open` takes it, `closed` answers 503.'
  })
  readonly REVOCATION_FAIL!: 'open' | 'closed'
}

export const kuybiConfig = registerSettings('kuybi', KuybiSettings, { title: 'Kuybi' })
