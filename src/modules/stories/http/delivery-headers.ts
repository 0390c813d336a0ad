import type { Delivery } from '#modules/stories/generate/story-order.js'

/** The part of the platform's reply that is written to. */
export interface DeliveryReply {
  header(name: string, value: string): unknown
}

/** Says so when a caller gets what they already got for the same Idempotency-Key. */
export function markReplay(reply: DeliveryReply, { replayed }: Delivery): void {
  if (replayed) reply.header('Idempotency-Replayed', 'true')
}
