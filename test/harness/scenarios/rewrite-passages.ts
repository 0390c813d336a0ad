import { seededRandom } from '../servers/scripted-upstream.js'
import { revised, type StoryBody } from '../fixtures/revisions.js'
import type { Headers } from '../fixtures/stories.js'
import type { ServiceUnderTest } from '../service/use-service.js'

export interface Rewritten {
  readonly parent: StoryBody
  readonly revision: StoryBody
  /** The passage as it was asked for. */
  readonly start: number
  readonly end: number
}

/** Rewrites random passages through HTTP, by offsets and by quote. */
export async function rewritePassages(
  service: ServiceUnderTest,
  headers: Headers,
  stories: readonly StoryBody[],
  count: number
): Promise<readonly Rewritten[]> {
  const random = seededRandom(19)
  const below = (limit: number): number => Math.floor(random() * limit)
  const results: Rewritten[] = []
  while (results.length < count) {
    const parent = stories[below(stories.length)] as StoryBody
    const { content } = parent
    const start = below(content.length - 1)
    const end = Math.min(content.length, start + 1 + below(random() < 0.5 ? 80 : 400))
    const quote = content.slice(start, end)
    if (quote.trim() === '') continue
    const isUnique = content.indexOf(quote) === content.lastIndexOf(quote)
    const change =
      isUnique && random() < 0.5 ? { kind: 'rewrite', quote } : { kind: 'rewrite', start, end }
    const revision = await revised(service, headers, parent.id, change)
    results.push({ parent, revision, start, end })
  }
  return results
}

/** Whether all text outside the passage is that of the parent, and the passage is another one. */
export function isOnlyPassageChanged({ parent, revision, start, end }: Rewritten): boolean {
  const { start: from, end: to } = revision.revision as { start: number; end: number }
  const passage = parent.content.slice(start, end)
  const expected = [
    start + passage.length - passage.trimStart().length,
    end - (passage.length - passage.trimEnd().length)
  ]
  const [before, after] = [parent.content.slice(0, from), parent.content.slice(to)]
  const { content } = revision
  const rewritten = content.slice(before.length, content.length - after.length)
  return (
    from === expected[0] &&
    to === expected[1] &&
    content === before + rewritten + after &&
    rewritten !== '' &&
    rewritten !== parent.content.slice(from, to) &&
    revision.title === parent.title
  )
}
