import { isReasoningModel } from './preferred-options.js'

/** Room for the reasoning of a model that is known to reason, in tokens. */
const initialRoom = 4096

/**
 * How many tokens each model is given to reason in; they count against its token limit. A model that
 * uses up its limit by reasoning gets more from then on.
 */
export class ReasoningRoom {
  private readonly learnt = new Map<string, number>()

  of(model: string): number {
    return this.learnt.get(model) ?? (isReasoningModel(model) ? initialRoom : 0)
  }

  /**
   * An answer was cut although so many of its tokens were reasoning.
   * @returns the room from now on, undefined where it stays as it is
   */
  wasTooSmall(model: string, reasoningTokens: number): number | undefined {
    const room = this.of(model)
    const needed = Math.max(2 * reasoningTokens, initialRoom)
    if (reasoningTokens === 0 || needed <= room) return undefined
    this.learnt.set(model, needed)
    return needed
  }
}
