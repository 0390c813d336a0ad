/**
 * The keywords of one part of an outline. All are spread evenly, so that each is in one part whatever the model
 * plans.
 */
export function keywordsOfPart(
  keywords: readonly string[],
  part: number,
  parts: number
): readonly string[] {
  return keywords.filter((_, nth) => Math.floor((nth * parts) / keywords.length) === part)
}
