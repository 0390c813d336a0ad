import type {
  ComparedStory,
  SimilarStory,
  StoryIndicators
} from '#modules/stories/domain/story-indicators.js'
import { checkReadingLevel } from '../reading-level.js'
import { dialogueShare } from './dialogue-share.js'
import { findNames } from './find-names.js'
import { overusedWords } from './overused-words.js'
import { simhashOf, similarityOf } from './simhash.js'
import { distinctShare, groupsOfOne, oneLonger, repeatedShare } from './word-groups.js'
import { wordsOf } from './words-of.js'

/** What the indicators of a story depend on. */
export interface MeasuredText {
  readonly content: string
  readonly language: string
  /** The requested ones: they may be frequent. */
  readonly keywords: readonly string[]
}

export function indicatorsOf(
  { content, language, keywords }: MeasuredText,
  others: readonly ComparedStory[]
): StoryIndicators {
  const words = wordsOf(content, language)
  const level = checkReadingLevel(content, language)
  const names = findNames(content, language)
  const expected = [...keywords, ...(names ?? [])].flatMap(text => wordsOf(text, language))
  const overused = overusedWords(words, language, new Set(expected))
  const simhash = simhashOf(words)
  const mostSimilar = mostSimilarTo(simhash, others)
  const ones = groupsOfOne(words)
  const pairs = oneLonger(ones, ones)
  const triples = oneLonger(pairs, ones)
  return {
    distinct1: distinctShare(ones),
    distinct2: distinctShare(pairs),
    distinct3: distinctShare(triples),
    repeatedShare: repeatedShare(oneLonger(triples, ones)),
    ...(level && { readability: { formula: level.formula, score: level.score } }),
    dialogueShare: dialogueShare(content),
    ...(names && { names }),
    ...(overused && { overusedWords: overused }),
    simhash,
    ...(mostSimilar && { mostSimilar })
  }
}

function mostSimilarTo(
  simhash: string,
  others: readonly ComparedStory[]
): SimilarStory | undefined {
  return others
    .map(other => ({ storyId: other.id, similarity: similarityOf(simhash, other.simhash) }))
    .reduce<SimilarStory | undefined>(
      (best, other) => (best && best.similarity >= other.similarity ? best : other),
      undefined
    )
}
