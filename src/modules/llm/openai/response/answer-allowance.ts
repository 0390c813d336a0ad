import type { Allowance } from '#modules/llm/language-model.js'
import { untilAborted } from './until-aborted.js'

/** Tokens of the answer that are left when more are asked for: enough for the time that takes. */
const askAheadTokens = 64
/** Tokens that the provider may have written and that have not arrived when the answer is ended. */
const inFlightTokens = 16

/** Follows the tokens of a streamed answer and asks for more before the allowed ones are used up. */
export class AnswerAllowance {
  private tokens: number
  private asking: Promise<void> | undefined
  private refusal: Error | undefined

  /**
   * @param allowance undefined if the answer may have all tokens of the worst case
   * @param mostTokens the tokens of the answer in the worst case
   */
  constructor(
    private readonly allowance: Allowance | undefined,
    private readonly mostTokens: number
  ) {
    this.tokens = allowance?.tokens ?? mostTokens
  }

  /** Why no more tokens are allowed; undefined as long as that is not known. */
  get refusedBy(): Error | undefined {
    return this.refusal
  }

  /** The tokens after which the answer is cut off, by the provider or here. */
  get limit(): number {
    return this.refusal === undefined ? this.mostTokens : this.tokens
  }

  /** Whether it is time to ask for more tokens, or to end the answer. */
  isNearEnd(used: number): boolean {
    return this.tokens - used <= askAheadTokens
  }

  /** Whether the answer must end with these tokens. Waits for more tokens if they are used up. */
  async isUsedUp(used: number, signal: AbortSignal): Promise<boolean> {
    const left = (): number => this.tokens - used
    if (this.isNearEnd(used)) this.ask()
    while (left() <= inFlightTokens && this.tokens < this.mostTokens) {
      if (this.refusal !== undefined) return true
      this.ask()
      await untilAborted(this.asking ?? Promise.resolve(), signal)
    }
    return false
  }

  /** Resolves when nothing is being asked for any more. */
  async idle(): Promise<void> {
    await this.asking
  }

  private ask(): void {
    const { allowance } = this
    const isEnough = this.tokens >= this.mostTokens || this.refusal !== undefined
    if (allowance === undefined || isEnough || this.asking !== undefined) return
    this.asking = allowance
      .extend()
      .then(
        tokens => void (this.tokens = tokens),
        error => void (this.refusal = error as Error)
      )
      .finally(() => (this.asking = undefined))
  }
}
