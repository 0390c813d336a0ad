/** Size limits of a provider's response: bodies in bytes, lines in UTF-16 code units. */
export const maxErrorBytes = 64 * 1024
export const maxLineLength = 1024 * 1024
