import type { JiraiyaClientOptions, Secret, TokenSource } from './client-options.js'
import { AuthenticationError } from './generated/error-classes.js'
import { secretProblem } from './options/check-options.js'
import { InvalidOptionsError } from './options/invalid-options-error.js'

/** What one attempt sends. An empty text is not sent. */
export interface Secrets {
  readonly token: string
  readonly apiKey: string
}

/** Reads the credentials for each attempt, and renews the token after a 401. */
export class Credentials {
  private renewal: { readonly rejected: string; readonly token: Promise<string> } | undefined

  constructor(private readonly options: Pick<JiraiyaClientOptions, 'token' | 'apiKey'>) {}

  async read(): Promise<Secrets> {
    const { token, apiKey } = this.options
    return { token: await valueOf('token', token), apiKey: await valueOf('apiKey', apiKey) }
  }

  /** Other credentials after this failure; undefined if there are none. */
  async renewedAfter(error: unknown, { token, apiKey }: Secrets): Promise<Secrets | undefined> {
    const source = this.options.token
    if (typeof source !== 'function' || token === '') return undefined
    if (!(error instanceof AuthenticationError)) return undefined
    const renewed = await this.renewed(token, source)
    return renewed === '' || renewed === token ? undefined : { token: renewed, apiKey }
  }

  /** Calls that fail with the same token share one renewal: a refresh token may be valid only once. */
  private renewed(rejected: string, source: TokenSource): Promise<string> {
    if (this.renewal?.rejected !== rejected) {
      const token = valueOf('token', () => source(rejected))
      const renewal = { rejected, token }
      this.renewal = renewal
      const forget = (): void => {
        if (this.renewal === renewal) this.renewal = undefined
      }
      void token.then(given => void (given === rejected && forget()), forget)
    }
    return this.renewal.token
  }
}

async function valueOf(name: string, secret: Secret | undefined): Promise<string> {
  const value = (await (typeof secret === 'function' ? secret() : secret)) ?? ''
  const problem = value === '' ? undefined : secretProblem(value)
  if (problem !== undefined) throw new InvalidOptionsError([`the result of ${name} ${problem}`])
  return value
}
