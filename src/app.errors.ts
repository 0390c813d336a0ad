import {
  coreErrors,
  registerErrors,
  type ErrorCatalogue,
  type ErrorKind
} from '#core/errors/error-codes.js'
import { billingErrors } from '#modules/billing/billing.errors.js'
import { idempotencyErrors } from '#modules/idempotency/idempotency.errors.js'
import { llmErrors } from '#modules/llm/llm.errors.js'
import { storiesErrors } from '#modules/stories/stories.errors.js'

/** The compiler refuses a list that lacks the codes of a module. */
const all: ErrorCatalogue = {
  ...idempotencyErrors,
  ...storiesErrors,
  ...llmErrors,
  ...coreErrors,
  ...billingErrors
}

const byStatus = Object.entries<ErrorKind>(all).toSorted(
  ([, one], [, other]) => one.status - other.status
)

/** Every code that a caller can meet, by status. */
export const errorCatalogue = Object.fromEntries(byStatus) as ErrorCatalogue

registerErrors(errorCatalogue)
