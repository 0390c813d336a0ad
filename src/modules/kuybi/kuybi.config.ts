import { registerSettings } from '#core/config/register-settings.js'
import {
  Choice,
  HttpUrl,
  RedisUrl,
  Seconds,
  Text,
  TextList
} from '#core/config/setting.decorators.js'

export class KuybiSettings {
  @TextList({
    default: ['super-admin', 'admin', 'user'],
    description:
      'Roles of user tokens that may generate stories; letter case and a leading `ROLE_` do not count.'
  })
  readonly STORY_ROLES!: readonly string[]

  @TextList({
    default: ['super-admin', 'admin'],
    description: 'Roles of user tokens that have the scope admin; compared like STORY_ROLES.'
  })
  readonly ADMIN_ROLES!: readonly string[]

  @HttpUrl({
    description:
      'Base address of Kuybi’s API, like `https://kuybi.example.com/api`. Kuybi is then asked for the present rights of each user, with the user’s own token; an answer is used for 60 s. Without it the role in the token decides.'
  })
  readonly KUYBI_URL?: string

  @Text({
    default: '/v1/users/me',
    description:
      'Route below KUYBI_URL that describes the user; `{sub}` is replaced by the user’s id.'
  })
  readonly KUYBI_USER_PATH!: string

  @TextList({
    default: ['role', 'roleInfo.name', 'primaryRole.name', 'additionalRoles.name', 'roles.name'],
    description: 'Fields of that description that hold names of roles, through lists too.'
  })
  readonly KUYBI_ROLE_FIELDS!: readonly string[]

  @TextList({
    default: ['permissions', 'effectivePermissions'],
    description:
      'Fields of that description that hold permissions: `{action, subject}`, or text like `create:Story`. If there are any, they decide instead of STORY_ROLES.'
  })
  readonly KUYBI_PERMISSION_FIELDS!: readonly string[]

  @Seconds(
    { min: 0.05, max: 30 },
    { default: 2, description: 'Timeout of a call to Kuybi; the role in the token decides then.' }
  )
  readonly KUYBI_TIMEOUT!: number

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

export const kuybiConfig = registerSettings('kuybi', KuybiSettings, {
  title: 'Kuybi',
  rules: [
    {
      name: 'KUYBI_URL',
      rule: 'must begin with https:// outside development, or name a host without a dot or of the cluster: it receives user tokens',
      onlyStrict: true,
      isBroken: ({ KUYBI_URL }) => KUYBI_URL !== undefined && isPublicHttp(KUYBI_URL)
    },
    {
      name: 'KUYBI_USER_PATH',
      rule: 'must begin with /',
      isBroken: ({ KUYBI_USER_PATH }) => !KUYBI_USER_PATH.startsWith('/')
    }
  ]
})

/** Names within a cluster are reached without a certificate. */
function isPublicHttp(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  const isInside = !hostname.includes('.') || /\.(svc|local|internal)$/.test(hostname)
  return protocol === 'http:' && !isInside && hostname !== '127.0.0.1'
}
