import { readPrompt, type Message } from './prompt.ts'

const order = { task: 'write', keywords: ['a {brace}', 'x"y'], words: { min: 60, max: 100 } }
const user = (text: string): Message => ({ role: 'user', text })
const ask = (value: object) => readPrompt([user(JSON.stringify(value))])
const words = (value: object) => ask({ task: 'write', words: value }).order.words

describe('A prompt', () => {
  it('is found within prose, with braces and quotes in its keywords', () => {
    const text = `Like {this} and {"edits":["other"]}: ${JSON.stringify(order)} Thank you {}.`
    expect(readPrompt([user(text)])).toMatchObject({
      task: 'write',
      order: { keywords: order.keywords, words: order.words, tone: 'neutral', language: 'en' }
    })
  })

  it('has defaults for missing bounds and corrects impossible ones', () => {
    expect(words({})).toEqual({ min: 300, max: 500 })
    expect(words({ max: 200 })).toEqual({ min: 120, max: 200 })
    expect(words({ min: 900, max: 100 })).toEqual({ min: 100, max: 100 })
  })

  it('without an order uses the longer words as keywords', () => {
    const { order: read } = readPrompt([user('Please write about a purple Elephant in a teacup')])
    expect(read.keywords).toEqual(['purple', 'elephant', 'teacup'])
  })

  it.each(['edit', 'continue'] as const)('to %s contains the story and what is missing', task => {
    const story = { title: 'T', content: 'One. Two.', missing_keywords: ['x"y'], repeated: 'One' }
    expect(ask({ ...order, ...story, task })).toMatchObject({
      task,
      order: { keywords: order.keywords, words: order.words },
      former: { title: 'T', content: 'One. Two.', missing: ['x"y'], repeated: 'One' }
    })
  })

  it('to edit nothing asks for a new story', () => {
    expect(ask({ ...order, task: 'edit' }).task).toBe('write')
  })

  it('of many braces is read in bounded time', () => {
    expect(readPrompt([user('{'.repeat(200_000))]).task).toBe('write')
  })
})
