import { AppError } from '#core/errors/app-error.js'
import type { Completion } from '#modules/llm/language-model.js'
import type { Draft } from './draft.js'

/**
 * The draft of an answer. If no more tokens were allowed, it counts as complete: it ends with a full
 * sentence, and is neither continued nor repaired.
 * @throws Completion.endedBy if there is no full sentence
 */
export function endedDraft(
  draft: Draft | undefined,
  endedBy: Completion['endedBy']
): Draft | undefined {
  if (endedBy === undefined) return draft
  if (draft === undefined) throw endedBy
  return complete(draft)
}

/** The draft as it is delivered if it cannot be continued: up to its last full sentence. */
export function complete<T extends Draft>(draft: T): T {
  return { ...draft, cut: false, tail: '' }
}

/** Whether a repair is not made because the budget does not allow it. */
export function isOverBudget(error: unknown): boolean {
  return error instanceof AppError && error.code === 'BUDGET_EXCEEDED'
}
