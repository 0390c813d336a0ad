import { fold } from '../words/folding.js'
import { originalOffsets, type OriginalOffset } from '../words/original-offsets.js'
import { linesOutsideStory } from './outside-story.js'
import type { Hit } from '../words/literal-match.js'
import { StoryWords } from '../words/story-words.js'

/** The content of a story, prepared for the search for keywords. */
export interface Content {
  readonly text: string
  readonly folded: string
  readonly language: string
  readonly fold: (text: string) => string
  readonly words: StoryWords
  readonly original: OriginalOffset
  /** Whether the word at an offset of the folded text begins with a capital letter. */
  readonly isCapitalised: (offset: number) => boolean
  /** Whether a range of the folded text belongs to the story, and not to a heading, a list or a note. */
  readonly isStory: (hit: Hit) => boolean
}

/** @param language the primary subtag of a BCP 47 tag */
export function openContent(text: string, language: string): Content {
  const folded = fold(text, language)
  const outside = linesOutsideStory(folded)
  const lazily = {
    words: memo(() => new StoryWords(folded, language)),
    original: memo(() => originalOffsets(text, language))
  }
  return {
    text,
    folded,
    language,
    fold: other => fold(other, language).trim(),
    get words() {
      return lazily.words()
    },
    original: offset => lazily.original()(offset),
    isCapitalised: offset => isCapital(text.charAt(lazily.original()(offset))),
    isStory: ({ start }) => !outside.some(line => line.start <= start && start < line.end)
  }
}

export function isCapital(character: string): boolean {
  return character !== character.toLowerCase()
}

function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
