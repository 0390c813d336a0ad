import { scanWords } from '#modules/stories/checks/words/word-scanner.js'

/** Twelve equal words in a row do not occur by chance. */
const runLength = 12

/** Shorter sentences of the prompt ("Write in plain text.") occur in stories too. */
const minSentenceLength = 5
const minSentences = 3

/**
 * Detects a story that repeats the system prompt: twelve words in a row, or three of its shorter
 * sentences. It does not detect a translation or a paraphrase.
 */
export class SystemPromptLeakDetector {
  private readonly vocabulary: ReadonlySet<string>
  private readonly runs: ReadonlySet<string>
  private readonly sentences: readonly string[]

  constructor(instructions: string) {
    const words = wordsOf(instructions)
    this.vocabulary = new Set(words)
    this.runs = new Set(runsOf(words))
    this.sentences = sentencesOf(instructions)
  }

  isIn(story: string): boolean {
    const parts = this.partsOf(story)
    return parts.some(words => this.sharesRun(words)) || this.repeatsSentences(parts)
  }

  /** Runs of consecutive words that all occur in the system prompt. Most stories have none. */
  private partsOf(story: string): readonly (readonly string[])[] {
    const parts: string[][] = []
    let part: string[] = []
    for (const word of wordsOf(story)) {
      if (this.vocabulary.has(word)) part.push(word)
      else if (part.length > 0) {
        if (part.length >= minSentenceLength) parts.push(part)
        part = []
      }
    }
    return part.length >= minSentenceLength ? [...parts, part] : parts
  }

  private sharesRun(words: readonly string[]): boolean {
    return runsOf(words).some(run => this.runs.has(run))
  }

  private repeatsSentences(parts: readonly (readonly string[])[]): boolean {
    const text = parts.map(words => ` ${words.join(' ')} `).join('|')
    return this.sentences.filter(sentence => text.includes(sentence)).length >= minSentences
  }
}

function* runsOf(words: readonly string[]): Generator<string, undefined> {
  for (let end = runLength; end <= words.length; end++) {
    yield words.slice(end - runLength, end).join(' ')
  }
}

function sentencesOf(instructions: string): readonly string[] {
  const sentences = instructions
    .split(/[.!?:;]\s|\n/u)
    .map(wordsOf)
    .filter(words => words.length >= minSentenceLength)
    .map(words => ` ${words.join(' ')} `)
  return [...new Set(sentences)]
}

function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll('_', ' ')
  const words: string[] = []
  scanWords(folded, (start, end) => words.push(folded.slice(start, end)))
  return words
}
