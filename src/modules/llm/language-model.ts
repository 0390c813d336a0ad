import type { ErrorCode } from '#core/errors/error-codes.js'
import type { Reason } from './failure-policies.js'
import type { ModerationScores } from './moderation.js'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** The JSON Schema of the answer, in OpenAI's strict subset. */
export interface OutputSchema {
  readonly name: string
  readonly schema: Readonly<Record<string, unknown>>
  /** Whether an answer is complete, independent of the finish reason of the server. */
  readonly isWhole?: (answer: string) => boolean
}

export interface CompletionRequest {
  readonly messages: readonly ChatMessage[]
  readonly output: OutputSchema
  /** Maximum of the visible answer, in tokens. */
  readonly maxTokens: number
}

/** Tokens of one attempt. */
export interface TokenUsage {
  readonly promptTokens: number
  /** Part of promptTokens that the provider had cached and bills at its lower price. */
  readonly cachedPromptTokens: number
  /** Part of promptTokens that the provider wrote to its cache, which some models bill higher. */
  readonly cacheWriteTokens: number
  readonly completionTokens: number
  /** False if the server reported no usage and the service counted the tokens. */
  readonly reported: boolean
}

export interface Completion {
  /** The text of the answer: JSON, if the model followed the schema. */
  readonly text: string
  /** The model did not report a normal end, so the text may be cut off. */
  readonly truncated: boolean
  /** The model that answered, as named in the response. */
  readonly model: string
  readonly usage: TokenUsage
  /** Moderation scores of the text; undefined if none were requested, or the server returned none. */
  readonly moderation?: ModerationScores | undefined
  /** Why no more tokens were allowed, if the text ends for that reason. */
  readonly endedBy?: Error | undefined
}

export interface AttemptStart {
  /** The model that is requested; its price applies. */
  readonly model: string
  /** Upper limit of what the provider can bill. */
  readonly worstCase: TokenUsage
  /**
   * Counts the tokens of the prompt. Undefined if the tokens of the answer cannot be followed while it is
   * written; then only the worst case is known.
   */
  readonly promptTokens: () => number | undefined
}

/** The tokens that an answer may have, reasoning included. */
export interface Allowance {
  readonly tokens: number
  /**
   * Allows more tokens.
   * @returns the tokens that the answer may have now
   * @throws AppError if no more are allowed
   */
  extend(): Promise<number>
}

/** An attempt that may be made. */
export interface AllowedAttempt {
  /** Undefined if the answer may have all tokens of the worst case. */
  readonly allowance?: Allowance | undefined
  /** Awaited after the attempt. */
  end(end: AttemptEnd): Promise<void>
}

export interface AttemptEnd {
  readonly outcome: 'ok' | 'client_closed' | ErrorCode
  /** Why it failed, if the provider or the connection to it failed. */
  readonly reason?: Reason
  /**
   * What the provider bills: as reported, or an estimate (`reported` is false); undefined if it bills
   * nothing.
   */
  readonly usage: TokenUsage | undefined
  /** Why no more tokens were allowed, if the answer has ended for that reason. */
  readonly endedBy?: Error | undefined
}

/** Awaited before each attempt, which it may refuse. */
export type OnAttempt = (start: AttemptStart) => Promise<AllowedAttempt>

/** A part of an answer that is still being written. */
export interface TextPart {
  readonly text: string
  /** Tokens of the answer so far. */
  readonly tokens: number
  /** Token limit of the answer; the text is cut there. */
  readonly maxTokens: number
  /** The model that answers, as named in the response. */
  readonly model: string
}

export interface CompletionCall {
  /** Aborts the upstream call at once; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** The time at which `signal` aborts, in monotonic milliseconds (performance.now()). */
  readonly deadlineAtMs: number
  readonly onAttempt: OnAttempt
  /** Requests moderation scores with an answer that is not streamed. Few servers can return them. */
  readonly moderate?: boolean
  /**
   * Receives the text while it is written; the next part is read when it has resolved. After the
   * first part no other attempt is made. An error that it throws ends the call.
   */
  readonly onText?: (part: TextPart) => Promise<void>
}

/** A language model that completes a chat. It reports tokens, not costs. */
export abstract class LanguageModel {
  /**
   * @throws AiError without a usable answer; the signal's reason when it aborts
   */
  abstract complete(request: CompletionRequest, call: CompletionCall): Promise<Completion>
}
