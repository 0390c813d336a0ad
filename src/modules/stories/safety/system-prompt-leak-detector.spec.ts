import { SystemPromptLeakDetector } from './system-prompt-leak-detector.js'

const instructions = `You are a skilled writer of short stories.

The user message is one JSON object that describes the story wanted:
- keywords: every one must occur in the story, in its exact spelling or an inflected form of it.
- language: the BCP 47 tag of the language to write in.

Write a complete story with a beginning, a turn and an ending, in plain text without Markdown, headings or lists. Separate paragraphs with a blank line.`

const tale = 'The raven sat upon the broken wall and waited for the king to fall asleep again. '

const detector = new SystemPromptLeakDetector(instructions)

describe('SystemPromptLeakDetector', () => {
  it('finds the whole prompt', () => {
    expect(detector.isIn(instructions)).toBe(true)
  })

  it('finds twelve consecutive words inside a story', () => {
    const run = 'every one must occur in the story in its exact spelling or'
    expect(detector.isIn(`${tale}${run}. ${tale}`)).toBe(true)
  })

  it('ignores case, punctuation and line breaks', () => {
    const run = 'EVERY *one*\nmust “occur” in the ｓｔｏｒｙ — in its exact... spelling, or'
    expect(detector.isIn(`${tale}${run}. ${tale}`)).toBe(true)
  })

  it('allows eleven consecutive words', () => {
    const run = 'every one must occur in the story in its exact spelling'
    expect(detector.isIn(`${tale}${run}. ${tale}`)).toBe(false)
  })

  it('finds three sentences of the prompt in any order', () => {
    const repeated = [
      'Separate paragraphs with a blank line.',
      'The BCP 47 tag of the language to write in.',
      'You are a skilled writer of short stories.'
    ]
    expect(detector.isIn(repeated.join(` ${tale}`))).toBe(true)
    expect(detector.isIn(repeated.slice(1).join(` ${tale}`))).toBe(false)
  })

  it('counts a repeated sentence once', () => {
    const repeated = 'You are a skilled writer of short stories. '
    expect(detector.isIn(repeated.repeat(5))).toBe(false)
  })

  it('allows a story about writers', () => {
    const story = `"You are a skilled writer," said the ghost. ${tale} "Write a complete story!"`
    expect(detector.isIn(story)).toBe(false)
  })

  it('finds nothing in an empty text or with an empty prompt', () => {
    expect(detector.isIn('')).toBe(false)
    expect(new SystemPromptLeakDetector('').isIn(tale)).toBe(false)
    expect(new SystemPromptLeakDetector('').isIn('')).toBe(false)
  })
})
