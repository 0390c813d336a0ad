import { hkdfSync } from 'node:crypto'
import type { SettingProblem } from './settings-error.js'
import type { Settings } from './settings.js'

const minimumLength = 32

/** What stands in examples, ours and other people's. */
const samples = /change.?me|example|sample|local-development|your[-_ ]?secret|^(.)\1+$/i

export function isSample(secret: string | undefined): boolean {
  return secret !== undefined && samples.test(secret)
}

/** What is wrong with the signing secrets in every environment. */
export function secretProblems(settings: Settings): readonly SettingProblem[] {
  const names = ['JWT_SECRET', 'JWT_SECRET_PREVIOUS', 'SERVICE_JWT_SECRET', 'TOKEN_SECRET'] as const
  const problems: SettingProblem[] = names
    .filter(name => (settings[name]?.length ?? minimumLength) < minimumLength)
    .map(name => ({ name, rule: `must have at least ${minimumLength} characters` }))
  if (settings.JWT_SECRET === undefined) problems.push({ name: 'JWT_SECRET', rule: 'is required' })
  if (settings.TOKEN_SECRET !== undefined && settings.TOKEN_SECRET === settings.JWT_SECRET) {
    const rule = 'must not be JWT_SECRET: Kuybi would take our tokens for its own'
    problems.push({ name: 'TOKEN_SECRET', rule })
  }
  return problems
}

/** A secret for issued tokens in development: made of JWT_SECRET, and not it. */
export function derivedSecret(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'jiraiya issued tokens', 32)).toString('hex')
}
