import { capabilitiesOf } from '#modules/llm/models/model-table.js'

/** The tokens of a streamed answer, as counted here and as reported. */
export interface FollowedAnswer {
  readonly counted: { readonly promptTokens: () => number; readonly completionTokens: number }
  /** Undefined if the server reported none. */
  readonly reported:
    | { readonly promptTokens: number; readonly completionTokens: number }
    | undefined
  /** The most tokens that arrived at once. */
  readonly largestPart: number
}

/** Tokens that the report may have more than the count, for instance for the end of the answer. */
const tolerance = 16
/** A server that sends more tokens at once does not stream. */
const maxPart = 64

/**
 * The models whose answers can be followed token by token: the server streams in small parts, and this
 * service counts at least as many tokens as it reports. Others need their worst case reserved. A model of
 * the shipped table is followed until an answer contradicts, any other once an answer has agreed.
 */
export class FollowedModels {
  private readonly learnt = new Map<string, boolean>()

  isFollowed(model: string): boolean {
    return this.learnt.get(model) ?? capabilitiesOf(model) !== undefined
  }

  /** @returns whether the model is no longer followed because of this answer */
  learn(model: string, { counted, reported, largestPart }: FollowedAnswer): boolean {
    const wasFollowed = this.isFollowed(model)
    if (this.learnt.get(model) === false) return false
    const isCounted =
      reported !== undefined && reported.completionTokens <= counted.completionTokens + tolerance
    // The prompt is counted once, because its length hardly changes.
    const isPromptCounted =
      this.learnt.has(model) ||
      (reported !== undefined && reported.promptTokens <= counted.promptTokens())
    if (isCounted && isPromptCounted && largestPart <= maxPart) this.learnt.set(model, true)
    else if (reported !== undefined || largestPart > maxPart) this.learnt.set(model, false)
    return wasFollowed && !this.isFollowed(model)
  }
}
