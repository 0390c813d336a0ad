import type { ChosenFaults } from '../faults/fault-selector.ts'
import { editStory, type FormerStory } from '../story/edit-story.ts'
import type { Story, StoryOrder, WordBounds } from '../story/order.ts'
import { hashText } from '../story/text/random.ts'
import { countWords, splitSentences } from '../story/text/words.ts'
import { planBook } from '../story/plan-book.ts'
import { proposeTitles, writeStory } from '../story/write-story.ts'
import type { Message, Prompt } from './prompt.ts'

/**
 * The story for a prompt, with the content faults of the call. The same seed and the same messages
 * give the same story, streamed or not. The characters depend only on the order, so that the rest of a
 * story has the same ones.
 */
export function storyFor(
  prompt: Prompt,
  messages: readonly Message[],
  faults: ChosenFaults,
  seed: number
): Story {
  const everything = messages.map(message => message.text).join('\u0000')
  const { task, order, former } = prompt
  const seeds = {
    castSeed: hashText(JSON.stringify({ ...order, ...withoutAvoided }), seed),
    proseSeed: hashText(everything, seed)
  }
  const omitted = omittedKeywords(prompt, faults)
  if (task === 'title') {
    return { title: '', content: '', summary: '', tags: [], titles: proposeTitles(order, seeds) }
  }
  if (task === 'plan') {
    const [title = 'The long way'] = proposeTitles(order, seeds)
    const plan = planBook(title, prompt.parts ?? 0)
    return { title, content: '', summary: '', tags: [], plan }
  }
  if (task === 'edit' && former !== undefined) {
    const words = spoiled(order.words, faults)
    const edits = editStory({ ...order, words }, former, seeds, omitted)
    return { ...former, summary: '', tags: [], edits }
  }
  const story = former
    ? {
        ...writeStory(restOf(order, former), seeds, omitted, sentencesOf(former, order)),
        title: former.title
      }
    : writeStory(
        { ...order, words: spoiled(order.words, faults) },
        seeds,
        omitted,
        undefined,
        liked(faults)
      )
  return inMarkdown(contradicting(repeating(story, order.language, faults), faults), faults)
}

/** The rest of a story is asked for without them. */
const withoutAvoided = { avoidedNames: undefined, section: undefined }

/** An order for the missing rest of a story that was cut off. */
function restOf(order: StoryOrder, { content, missing }: FormerStory): StoryOrder {
  const { words, language } = order
  const written = countWords(content, language)
  const left = { min: Math.max(20, words.min - written), max: Math.max(30, words.max - written) }
  return { ...order, keywords: missing, words: left }
}

function omittedKeywords({ order, former }: Prompt, faults: ChosenFaults): readonly string[] {
  if (!faults.has('omit-keywords')) return []
  const keywords: StoryOrder['keywords'] = former ? former.missing : order.keywords
  return keywords.slice(0, faults.number('omit-keywords', keywords.length))
}

function sentencesOf({ content }: FormerStory, { language }: StoryOrder): readonly string[] {
  return content.split(/\n{2,}/).flatMap(paragraph => splitSentences(paragraph, language))
}

/** More than any token limit allows. */
const endless = 5_000

function repeating(story: Story, language: string, faults: ChosenFaults): Story {
  const paragraphs = story.content.split('\n\n')
  const [first = ''] = paragraphs
  if (faults.has('repeat-paragraph')) {
    return { ...story, content: [...paragraphs, first].join('\n\n') }
  }
  if (!faults.has('repeat-endlessly')) return story
  const sentence = splitSentences(first, language).at(-1) ?? first
  return { ...story, content: `${first}\n\n${`${sentence} `.repeat(endless)}` }
}

function spoiled(words: WordBounds, faults: ChosenFaults): WordBounds {
  if (faults.has('too-short')) return around(words.min * 0.3)
  if (faults.has('too-long')) return around(words.max * 1.5)
  if (faults.has('short-above-900') && words.max > 900) {
    return around(words.max * faults.number('short-above-900', 0.45))
  }
  return words
}

function liked(faults: ChosenFaults): { readonly favouriteName?: string } {
  if (!faults.has('favourite-name')) return {}
  return { favouriteName: String(faults.of('cast')?.value ?? 'Elara') }
}

function around(words: number): WordBounds {
  return { min: Math.max(1, Math.floor(words * 0.95)), max: Math.max(1, Math.ceil(words * 1.05)) }
}

/** Pairs of sentences of which only one can be true, by the kind of the fact. */
const contradictions: Readonly<Record<string, readonly [string, string]>> = {
  age: ['Aunt Rosalind was fifty-one that spring.', 'Aunt Rosalind was sixty-four that spring.'],
  number: ['There were three keys on the ring.', 'There were five keys on the ring.'],
  weekday: ['The fair opened on a Tuesday.', 'The fair had opened on a Friday.'],
  death: ['Old Bartholomew died that winter.', 'Old Bartholomew smiled and poured the tea.'],
  name: ['The dog was called Biscuit.', 'The dog was called Pepper.']
}

/** Says one thing at the start of a story and another one at its end. */
function contradicting(story: Story, faults: ChosenFaults): Story {
  if (!faults.has('contradiction')) return story
  const [first, other] =
    contradictions[String(faults.of('facts')?.value)] ?? contradictions['age'] ?? []
  return { ...story, content: `${first} ${story.content} ${other}` }
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
