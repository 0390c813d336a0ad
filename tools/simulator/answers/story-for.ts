import type { ChosenFaults } from '../faults/fault-selector.ts'
import type { Message, Prompt } from './prompt.ts'
import type { Story, StoryOrder, WordBounds } from '../story/order.ts'
import { hashText } from '../story/text/random.ts'
import { reviseStory, type Revision } from '../story/revise-story.ts'
import { countWords } from '../story/text/words.ts'
import { writeStory } from '../story/write-story.ts'

/**
 * The story for a prompt, with the content faults of the call. The same seed and the same messages
 * give the same story, streamed or not. The characters depend only on the first message of the user,
 * so that a revision has the same ones.
 */
export function storyFor(
  prompt: Prompt,
  messages: readonly Message[],
  faults: ChosenFaults,
  seed: number
): Story {
  const first = messages.find(message => message.role === 'user')?.text ?? ''
  const everything = messages.map(message => message.text).join('\u0000')
  const seeds = { castSeed: hashText(first, seed), proseSeed: hashText(everything, seed) }
  const omitted = omittedKeywords(prompt, faults)
  const { order, revision } = prompt
  if (prompt.task === 'continue' && revision) {
    const rest = writeStory(restOf(order, revision), seeds, omitted)
    return { ...rest, title: revision.former.title }
  }
  const story = revision
    ? reviseStory(order, { ...revision, words: spoiled(revision.words, faults) }, seeds, omitted)
    : writeStory({ ...order, words: spoiled(order.words, faults) }, seeds, omitted)
  return inMarkdown(story, faults)
}

/** An order for the missing rest of a story that was cut off. */
function restOf(order: StoryOrder, { former, missing, words }: Revision): StoryOrder {
  const written = countWords(former.content, order.language)
  const left = { min: Math.max(20, words.min - written), max: Math.max(30, words.max - written) }
  return { ...order, keywords: missing, words: left }
}

function omittedKeywords({ order, revision }: Prompt, faults: ChosenFaults): readonly string[] {
  if (!faults.has('omit-keywords')) return []
  const keywords: StoryOrder['keywords'] = revision ? revision.missing : order.keywords
  return keywords.slice(0, faults.number('omit-keywords', keywords.length))
}

function spoiled(words: WordBounds, faults: ChosenFaults): WordBounds {
  if (faults.has('too-short')) return around(words.min * 0.3)
  if (faults.has('too-long')) return around(words.max * 1.5)
  return words
}

function around(words: number): WordBounds {
  return { min: Math.max(1, Math.floor(words * 0.95)), max: Math.max(1, Math.ceil(words * 1.05)) }
}

function inMarkdown(story: Story, faults: ChosenFaults): Story {
  const title = faults.has('markdown-title') ? `# **${story.title}**` : story.title
  if (!faults.has('markdown-content')) return { ...story, title }
  const paragraphs = story.content.split('\n\n').map((paragraph, index) => {
    if (index % 3 === 1) return `> ${paragraph}`
    return paragraph.replace(/^(\S+ \S+)/u, '**$1**')
  })
  return { ...story, title, content: `## ${story.title}\n\n${paragraphs.join('\n\n')}\n\n---` }
}
