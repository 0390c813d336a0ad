import type { Principal } from '#core/access/principal.js'
import { exampleOwner } from '#core/http/openapi/decorators/example-ids.js'
import {
  ChoiceField,
  FlagField,
  MapField,
  TextField,
  TextListField,
  TimeField
} from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'

const kinds = ['user', 'api-key', 'service', 'issued', 'anonymous'] as const
const userId = exampleOwner.slice('user:'.length)

/** The principal of the presented credential. */
export class PrincipalDto {
  static readonly examples: Readonly<Record<string, PrincipalDto>> = {
    'a user token': {
      valid: true,
      kind: 'user',
      name: userId,
      owner: exampleOwner,
      scopes: ['stories'],
      claims: { sub: userId, role: 'user', iat: 1_795_176_000, exp: 1_795_179_600 },
      expires_at: '2026-11-20T13:00:00.000Z'
    },
    'an API key': {
      valid: true,
      kind: 'api-key',
      name: 'dashboard',
      owner: 'key:dashboard',
      scopes: ['act-as', 'stories'],
      claims: {},
      expires_at: null
    }
  }

  @FlagField({ description: 'Always true: an invalid credential gets 401.', value: true })
  readonly valid!: true

  @ChoiceField({ description: 'Kind of credential.', choices: kinds })
  readonly kind!: Principal['kind']

  @TextField({
    description: 'Id of the user, or name of the key or service.',
    maxLength: 200,
    pattern: oneLine
  })
  readonly name!: string

  @TextField({
    description: 'Owner of the stories, limits and costs.',
    maxLength: 200,
    pattern: '^(user|key|service):.+$'
  })
  readonly owner!: string

  @TextListField({
    description: 'Scopes of the credential.',
    maxItems: 10,
    items: { maxLength: 20, pattern: '^[a-z:-]+$' }
  })
  readonly scopes!: readonly string[]

  @MapField({
    description: 'Claims of the token, as signed; empty for a key.',
    maxProperties: 100,
    values: true
  })
  readonly claims!: Readonly<Record<string, unknown>>

  @TimeField({ description: 'Expiry of the token; null for a key.', nullable: true })
  readonly expires_at!: string | null

  static from({ kind, name, owner, scopes, claims = {} }: Principal): PrincipalDto {
    return {
      valid: true,
      kind,
      name,
      owner,
      scopes: [...scopes].toSorted(),
      claims,
      expires_at: toTime(claims['exp'])
    }
  }
}

/** Null also for a time beyond the calendar, which a signed token may contain. */
function toTime(seconds: unknown): string | null {
  const time = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
