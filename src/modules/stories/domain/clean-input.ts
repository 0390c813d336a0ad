/** Control and format characters, such as zero-width and bidirectional ones, tags, soft hyphens. */
const invisible = /[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]/gu

/**
 * Cleans a caller's text: normalised (NFKC), without invisible characters, with single spaces. Lone
 * surrogates become U+FFFD.
 */
export function cleanInput(raw: string): string {
  return raw
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(invisible, '')
    .replace(/ +/g, ' ')
    .trim()
}
