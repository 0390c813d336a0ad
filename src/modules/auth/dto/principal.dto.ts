import type { Principal } from '#core/access/principal.js'
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

/** What the presented credential says and may. */
export class PrincipalReport {
  @FlagField({ description: 'true: a bad credential is a 401.', value: true })
  readonly valid!: true

  @ChoiceField({ description: 'What kind of credential it is.', choices: kinds })
  readonly kind!: Principal['kind']

  @TextField({
    description: 'The user’s id, the key’s or the service’s name.',
    maxLength: 200,
    pattern: oneLine
  })
  readonly name!: string

  @TextField({
    description: 'Whom stories, limits and costs belong to.',
    maxLength: 200,
    pattern: '^(user|key|service):.+$'
  })
  readonly owner!: string

  @TextListField({
    description: 'What it may.',
    maxItems: 10,
    items: { maxLength: 20, pattern: '^[a-z:-]+$' }
  })
  readonly scopes!: readonly string[]

  @MapField({
    description: 'The token’s own claims, as signed; empty for a key.',
    maxProperties: 100,
    values: true
  })
  readonly claims!: Readonly<Record<string, unknown>>

  @TimeField({ description: 'When the token ends; null for a key.', nullable: true })
  readonly expires_at!: string | null
}

export function toPrincipalReport({
  kind,
  name,
  owner,
  scopes,
  claims = {}
}: Principal): PrincipalReport {
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

/** Null also for a time beyond the calendar, which a signed token may well name. */
function toTime(seconds: unknown): string | null {
  const time = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
