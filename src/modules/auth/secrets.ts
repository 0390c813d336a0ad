import { hkdfSync } from 'node:crypto'
import type { SettingsRule } from '#core/config/settings-namespace.js'

const minimumLength = 32

interface SigningSecrets {
  readonly JWT_SECRET: string
  readonly JWT_SECRET_PREVIOUS?: string
  readonly SERVICE_JWT_SECRET?: string
  readonly TOKEN_SECRET?: string
}

type SecretRule = SettingsRule<SigningSecrets>

/** The rules of the secrets that sign tokens. */
export const secretRules: readonly SecretRule[] = [
  {
    name: 'JWT_SECRET',
    rule: 'is required',
    isBroken: ({ JWT_SECRET }) => JWT_SECRET === undefined
  },
  {
    name: 'TOKEN_SECRET',
    rule: 'must not be JWT_SECRET: Kuybi would accept the tokens of this service as its own',
    isBroken: ({ JWT_SECRET, TOKEN_SECRET }) =>
      TOKEN_SECRET !== undefined && TOKEN_SECRET === JWT_SECRET
  },
  ...(['JWT_SECRET', 'JWT_SECRET_PREVIOUS', 'SERVICE_JWT_SECRET', 'TOKEN_SECRET'] as const).map(
    minimumLengthOf
  )
]

/** The secret of issued tokens in development, derived from JWT_SECRET but different from it. */
export function derivedSecret(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'jiraiya issued tokens', 32)).toString('hex')
}

function minimumLengthOf(name: keyof SigningSecrets): SecretRule {
  return {
    name,
    rule: `must have at least ${minimumLength} characters`,
    isBroken: secrets => (secrets[name]?.length ?? minimumLength) < minimumLength
  }
}
