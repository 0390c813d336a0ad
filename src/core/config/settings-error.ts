export interface SettingProblem {
  /** The environment variable. */
  readonly name: string
  /** The rule that is broken. The value is left out, because it may be a secret. */
  readonly rule: string
}

/** Wrong settings end the start-up, never a request. */
export class SettingsError extends Error {
  /** @param notices what does not prevent the start but may explain a problem */
  constructor(
    readonly problems: readonly SettingProblem[],
    readonly notices: readonly SettingProblem[] = []
  ) {
    const also = notices.length === 0 ? '' : `\nAlso:\n${lines(notices)}`
    super(`The settings are wrong:\n${lines(problems)}${also}\nSee docs/configuration.md.`)
    this.name = 'SettingsError'
  }
}

function lines(problems: readonly SettingProblem[]): string {
  return problems.map(({ name, rule }) => `  ${name} ${rule}`).join('\n')
}
