import { sha256 } from './sha256.js'
import type { StoryRequest } from './story-request.js'

/** SHA-256 of a request, in hexadecimal: equal for equal requests. */
export function requestHash(request: StoryRequest): string {
  const { keywords, genre, tone, words, language, audience, revision: order, section } = request
  const revised = order === undefined ? [] : [order.parent.id, order.revision, order.chosenTitle]
  const placed = section === undefined ? [] : [section]
  return hash([
    keywords,
    genre,
    tone,
    words.min,
    words.max,
    language,
    audience,
    ...revised,
    ...placed
  ])
}

/** The cache key of a story: owner, request, model and prompt version. */
export function cacheKey(
  owner: string,
  request: StoryRequest,
  writtenBy: { readonly model: string; readonly promptVersion: string }
): string {
  return hash([owner, writtenBy.model, writtenBy.promptVersion, requestHash(request)])
}

function hash(parts: readonly unknown[]): string {
  return sha256(JSON.stringify(parts))
}
