/** Wrong options of a client or a call. It is a mistake of the program, so it is not a `JiraiyaError`. */
export class InvalidOptionsError extends Error {
  override readonly name = 'InvalidOptionsError'

  constructor(
    readonly problems: readonly string[],
    options: { readonly cause?: unknown } = {}
  ) {
    super(`Invalid options of JiraiyaClient: ${problems.join('; ')}`, options)
  }
}
