/**
 * Whether a story gives away the instructions it was written by: twelve words in a row, or three of
 * their shorter sentences. A translation or a paraphrase is not recognised.
 */
export function repeatsSystemPrompt(story: string, instructions: string): boolean {
  const told = wordsOf(story)
  return sharesRun(told, wordsOf(instructions)) || repeatsSentences(told, instructions)
}

/** Nobody writes twelve words of another text in a row by chance. */
const runLength = 12

/** Shorter ones ("Write in plain text.") occur by themselves. */
const sentenceLength = 5
const sentencesToTell = 3

function sharesRun(told: readonly string[], instructed: readonly string[]): boolean {
  const runs = new Set(runsOf(instructed))
  return runs.size > 0 && runsOf(told).some(run => runs.has(run))
}

function* runsOf(words: readonly string[]): Generator<string, undefined> {
  for (let end = runLength; end <= words.length; end++) {
    yield words.slice(end - runLength, end).join(' ')
  }
}

function repeatsSentences(told: readonly string[], instructions: string): boolean {
  const text = ` ${told.join(' ')} `
  const sentences = new Set(
    instructions
      .split(/[.!?:;]\s|\n/u)
      .map(wordsOf)
      .filter(words => words.length >= sentenceLength)
      .map(words => ` ${words.join(' ')} `)
  )
  return [...sentences].filter(sentence => text.includes(sentence)).length >= sentencesToTell
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
}
