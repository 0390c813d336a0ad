/** An apology in prose is shorter than any story, in UTF-16 code units. */
const minContent = 300
const maxTitle = 200

export interface ProseStory {
  readonly title: string
  readonly content: string
}

/**
 * Reads an answer without any JSON, which has ended: its first line is the title, a blank line and
 * the story follow. A first line that is a sentence, or one that announces something, is no title:
 * then the answer is an apology, a preamble or reasoning, and holds no story.
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
