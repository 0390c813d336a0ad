/** The largest of what is read from a provider, in bytes; of a line, in UTF-16 code units. */
export const maxAnswerBytes = 4 * 1024 * 1024
export const maxErrorBytes = 64 * 1024
export const maxLineLength = 1024 * 1024

/** A provider sent more than is read of anything. */
export class AnswerTooLarge extends Error {
  readonly code = 'UPSTREAM_ANSWER_TOO_LARGE'

  constructor(what: 'answer' | 'error' | 'line') {
    super(`the provider's ${what} is larger than is read`)
  }
}
