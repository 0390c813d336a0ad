/** The largest of what is read from a provider, in bytes; of a line, in UTF-16 code units. */
export const maxAnswerBytes = 4 * 1024 * 1024
export const maxErrorBytes = 64 * 1024
export const maxLineLength = 1024 * 1024
