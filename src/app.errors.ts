import { coreErrors } from '#core/errors/core.errors.js'
import { registerErrors, type ErrorCatalogue } from '#core/errors/error-codes.js'
import type { ErrorKind } from '#core/errors/error-kind.js'
import { billingErrors } from '#modules/billing/billing.errors.js'
import { booksErrors } from '#modules/books/books.errors.js'
import { idempotencyErrors } from '#modules/idempotency/idempotency.errors.js'
import { jobsErrors } from '#modules/jobs/jobs.errors.js'
import { llmErrors } from '#modules/llm/llm.errors.js'
import { servicesErrors } from '#modules/services/services.errors.js'
import { storiesErrors } from '#modules/stories/stories.errors.js'

/** The list does not compile if the codes of a module are missing. */
const all: ErrorCatalogue = {
  ...idempotencyErrors,
  ...storiesErrors,
  ...jobsErrors,
  ...servicesErrors,
  ...booksErrors,
  ...llmErrors,
  ...coreErrors,
  ...billingErrors
}

const byStatus = Object.entries<ErrorKind>(all).toSorted(
  ([, one], [, other]) => one.status - other.status
)

/** Every error code of the API, by status. */
export const errorCatalogue = Object.fromEntries(byStatus) as ErrorCatalogue

registerErrors(errorCatalogue)
