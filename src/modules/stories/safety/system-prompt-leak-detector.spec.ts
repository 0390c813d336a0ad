import { describe, expect, it } from '@jest/globals'
import { SystemPromptLeakDetector } from './system-prompt-leak-detector.js'

const instructions = `You are a skilled writer of short stories.

The user message is one JSON object that describes the story wanted:
- keywords: every one must occur in the story, in its exact spelling or an inflected form of it.
- language: the BCP 47 tag of the language to write in.

Write a complete story with a beginning, a turn and an ending, in plain text without Markdown, headings or lists. Separate paragraphs with a blank line.`

const tale = 'The raven sat upon the broken wall and waited for the king to fall asleep again. '

const echo = new SystemPromptLeakDetector(instructions)

describe('An echo of the prompt', () => {
  it('finds the whole prompt', () => {
    expect(echo.isIn(instructions)).toBe(true)
  })

  it('finds twelve words in a row inside a story', () => {
    const run = 'every one must occur in the story in its exact spelling or'
    expect(echo.isIn(`${tale}${run}. ${tale}`)).toBe(true)
  })

  it('is not misled by case, marks and line breaks', () => {
    const run = 'EVERY *one*\nmust “occur” in the ｓｔｏｒｙ — in its exact... spelling, or'
    expect(echo.isIn(`${tale}${run}. ${tale}`)).toBe(true)
  })

  it('lets eleven words in a row pass', () => {
    const run = 'every one must occur in the story in its exact spelling'
    expect(echo.isIn(`${tale}${run}. ${tale}`)).toBe(false)
  })

  it('finds three of its sentences in any order', () => {
    const told = [
      'Separate paragraphs with a blank line.',
      'The BCP 47 tag of the language to write in.',
      'You are a skilled writer of short stories.'
    ]
    expect(echo.isIn(told.join(` ${tale}`))).toBe(true)
    expect(echo.isIn(told.slice(1).join(` ${tale}`))).toBe(false)
  })

  it('counts one sentence once', () => {
    const told = 'You are a skilled writer of short stories. '
    expect(echo.isIn(told.repeat(5))).toBe(false)
  })

  it('lets a story about writers pass', () => {
    const story = `"You are a skilled writer," said the ghost. ${tale} "Write a complete story!"`
    expect(echo.isIn(story)).toBe(false)
  })

  it('finds nothing where there is nothing', () => {
    expect(echo.isIn('')).toBe(false)
    expect(new SystemPromptLeakDetector('').isIn(tale)).toBe(false)
    expect(new SystemPromptLeakDetector('').isIn('')).toBe(false)
  })

  it('takes a story of 2,000 words in under 20 ms', () => {
    const story = tale.repeat(125)
    let best = Infinity
    for (let run = 0; run < 10; run++) {
      const start = performance.now()
      echo.isIn(story)
      best = Math.min(best, performance.now() - start)
    }
    expect(best).toBeLessThan(20)
  })
})
