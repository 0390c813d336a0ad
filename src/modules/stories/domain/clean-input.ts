/** Control and format characters: zero-width, bidirectional, tags, soft hyphens and their kin. */
const invisible = /[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]/gu

/**
 * A caller's words as they may travel: normalised (NFKC), without characters that nobody sees, with
 * single spaces. Lone surrogates become U+FFFD.
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
