import { isReasoningModel } from './preferred-options.js'

/** Initial tokens for the reasoning of a model that is known to reason. */
const initialRoom = 4096

/**
 * Tokens for reasoning that are added to the token limit, by model. The number is raised when a model
 * uses up its limit by reasoning.
 */
export class ReasoningRoom {
  private readonly learnt = new Map<string, number>()

  of(model: string): number {
    return this.learnt.get(model) ?? (isReasoningModel(model) ? initialRoom : 0)
  }

  /**
   * Called when an answer was cut off.
   * @returns the new number, undefined if it does not change
   */
  wasTooSmall(model: string, reasoningTokens: number): number | undefined {
    const room = this.of(model)
    const needed = Math.max(2 * reasoningTokens, initialRoom)
    if (reasoningTokens === 0 || needed <= room) return undefined
    this.learnt.set(model, needed)
    return needed
  }
}
