/** The first and the last position of a quote in a text. */
export interface QuotePlaces {
  readonly first: number
  readonly last: number
}

/**
 * Finds a quote in a text; undefined if it does not occur. The work is linear in the length of both
 * (Knuth, Morris and Pratt), while that of `indexOf` is their product in the worst case.
 *
 * @param from the position from which to search
 */
export function findQuote(text: string, quote: string, from = 0): QuotePlaces | undefined {
  const borders = bordersOf(quote)
  let first = -1
  let last = -1
  let matched = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    while (matched > 0 && quote.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0
    if (quote.charCodeAt(matched) === code) matched++
    if (matched < quote.length) continue
    last = at + 1 - quote.length
    if (first === -1) first = last
    matched = borders[matched - 1] ?? 0
  }
  return first === -1 ? undefined : { first, last }
}

/** For each beginning of the quote the length of the longest shorter one that it ends with. */
function bordersOf(quote: string): readonly number[] {
  const borders = [0]
  let length = 0
  for (let at = 1; at < quote.length; at++) {
    while (length > 0 && quote.charCodeAt(at) !== quote.charCodeAt(length)) {
      length = borders[length - 1] ?? 0
    }
    if (quote.charCodeAt(at) === quote.charCodeAt(length)) length++
    borders.push(length)
  }
  return borders
}
