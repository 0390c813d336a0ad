/** A shorter text is an apology, not a story. UTF-16 code units. */
const minContent = 300
const maxTitle = 200

export interface ProseStory {
  readonly title: string
  readonly content: string
}

/**
 * Reads a complete answer without JSON: the title in the first line, a blank line, and the story. If
 * the first line is a sentence or an announcement, the answer is an apology, a preamble or reasoning,
 * and contains no story.
 */
export function readProse(answer: string): ProseStory | undefined {
  const text = answer.trim()
  const lineEnd = text.indexOf('\n')
  if (lineEnd === -1 || lineEnd > maxTitle) return undefined
  const title = text.slice(0, lineEnd).trim()
  const content = text.slice(lineEnd + 1)
  const isTitle = !/[.:;,。：；，、]$/u.test(title)
  return isTitle && content.length >= minContent ? { title, content } : undefined
}
