/** Percent by which a text may miss its bounds, on both sides and inclusive. */
export const lengthGracePercent = 10

type LengthVerdict = 'within' | 'short' | 'long'

/** Whether a number of words keeps to its bounds, with some grace: models cannot count. */
export function checkLength(
  words: number,
  bounds: { readonly min: number; readonly max: number }
): LengthVerdict {
  // In whole numbers: 70 * 1.1 is more than 77.
  const percents = words * 100
  if (percents < bounds.min * (100 - lengthGracePercent)) return 'short'
  return percents > bounds.max * (100 + lengthGracePercent) ? 'long' : 'within'
}
