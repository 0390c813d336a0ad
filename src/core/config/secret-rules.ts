import type { SettingProblem } from './settings-error.js'

/** A secret, and the setting that it is part of. */
export interface ConfiguredSecret {
  readonly name: string
  readonly secret: string
}

/** Secrets copied from examples and documentation. */
const samples =
  /change.?me|example|sample|placeholder|local-development|your[-_ ]|^sk-(\.|x)|^<.*>$|^(.)\2+$/i

/** The rules of strict environments: no secret is a sample, and no two are equal. */
export function secretProblems(secrets: readonly ConfiguredSecret[]): readonly SettingProblem[] {
  const owners = new Map<string, string>()
  return secrets.flatMap(({ name, secret }) => {
    const rules: string[] = []
    const other = owners.get(secret)
    if (other !== undefined) rules.push(`must not hold the secret of ${other}`)
    owners.set(secret, name)
    if (samples.test(secret)) rules.push('must not be a sample value outside development')
    return rules.map(rule => ({ name, rule }))
  })
}
