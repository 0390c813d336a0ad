import type { ReasoningEffort } from '#modules/llm/models/model-options.js'
import { isReasoningModel } from './preferred-options.js'

/** Initial tokens for the reasoning of a model that is known to reason. */
const initialRoom = 4096

/**
 * Tokens for reasoning that are added to the token limit, by model. The number is raised when a model
 * uses up its limit by reasoning.
 */
export class ReasoningRoom {
  private readonly learnt = new Map<string, number>()

  /** @param configured the number of a model to begin with */
  constructor(private readonly configured: (model: string) => number = () => 0) {}

  /** The numbers that were raised, for the health report. */
  get all(): readonly (readonly [model: string, tokens: number])[] {
    return [...this.learnt]
  }

  /** @param effort the effort that is requested */
  of(model: string, effort?: ReasoningEffort): number {
    const isReasoning = effort !== 'none' && isReasoningModel(model)
    const initial = Math.max(this.configured(model), isReasoning ? initialRoom : 0)
    return this.learnt.get(model) ?? initial
  }

  /**
   * Called when an answer was cut off.
   * @returns the new number, undefined if it does not change
   */
  wasTooSmall(
    model: string,
    reasoningTokens: number,
    effort?: ReasoningEffort
  ): number | undefined {
    const room = this.of(model, effort)
    const needed = Math.max(2 * reasoningTokens, initialRoom)
    if (reasoningTokens === 0 || needed <= room) return undefined
    this.learnt.set(model, needed)
    return needed
  }
}
