import type { GenerationResult } from '#modules/stories/generate/generation-command.js'

/** The part of the platform's reply that is written to. */
export interface ReplayReply {
  header(name: string, value: string): unknown
}

/** Says so when a caller gets what they already got for the same Idempotency-Key. */
export function markReplay(reply: ReplayReply, { replayed }: GenerationResult): void {
  if (replayed) reply.header('Idempotency-Replayed', 'true')
}
