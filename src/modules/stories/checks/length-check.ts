/** Tolerance on both sides of the bounds, in percent, inclusive. */
export const lengthGracePercent = 10

type LengthVerdict = 'within' | 'short' | 'long'

/** Compares a word count with its bounds, with a tolerance because models cannot count exactly. */
export function checkLength(
  words: number,
  bounds: { readonly min: number; readonly max: number }
): LengthVerdict {
  // With integers, because 70 * 1.1 is more than 77 in floating point.
  const percents = words * 100
  if (percents < bounds.min * (100 - lengthGracePercent)) return 'short'
  return percents > bounds.max * (100 + lengthGracePercent) ? 'long' : 'within'
}
