export interface SettingProblem {
  /** The environment variable. */
  readonly name: string
  /** The rule that is broken. The value is left out, because it may be a secret. */
  readonly rule: string
}

/** Wrong settings end the start-up, never a request. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly SettingProblem[]) {
    const lines = problems.map(({ name, rule }) => `  ${name} ${rule}`)
    super(`The settings are wrong:\n${lines.join('\n')}\nSee docs/configuration.md.`)
    this.name = 'SettingsError'
  }
}
