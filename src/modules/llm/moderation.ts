/** Scores from 0 to 1 by the provider's category names, such as `violence/graphic`. */
export type ModerationScores = Readonly<Record<string, number>>

/** Scores a text. The calling code decides what a failure means. */
export abstract class Moderation {
  /** @throws AiError, or the signal's reason when it was aborted */
  abstract score(text: string, signal: AbortSignal): Promise<ModerationScores>
}
