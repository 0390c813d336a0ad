import { readPrompt, type Message } from './prompt.ts'

const order = { task: 'write', keywords: ['a {brace}', 'x"y'], words: { min: 60, max: 100 } }
const user = (text: string): Message => ({ role: 'user', text })
const assistant = (text: string): Message => ({ role: 'assistant', text })
const revise = user('{"task":"revise","missing_keywords":["fox"],"words":{"min":1,"max":9}}')

const words = (value: object) =>
  readPrompt([user(JSON.stringify({ task: 'write', words: value }))]).order.words
const former = (text: string) =>
  readPrompt([user(JSON.stringify(order)), assistant(text), revise]).revision?.former

describe('A prompt', () => {
  it('is found within prose, with braces and quotes in its keywords', () => {
    const text = `Like {this} and {"task":"other"}: ${JSON.stringify(order)} Thank you {}.`
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

  it('of a revision contains the previous story in any format', () => {
    const whole = { title: 'T', content: 'One. Two.' }
    expect(former(JSON.stringify(whole))).toEqual(whole)
    expect(former(`Here:\n\`\`\`json\n${JSON.stringify(whole)}\n\`\`\``)).toEqual(whole)
    expect(former('{"title":"T","content":"One. Two.')).toEqual(whole)
    expect(former('T\n\nOne. Two.')).toEqual(whole)
  })

  it('to revise an answer without content asks for a new story', () => {
    const messages = [user(JSON.stringify(order)), assistant('{"headline":"T"}'), revise]
    expect(readPrompt(messages).task).toBe('write')
  })

  it('without an earlier answer is not a revision', () => {
    expect(readPrompt([revise]).task).toBe('write')
  })

  it('of many braces is read in bounded time', () => {
    expect(readPrompt([user('{'.repeat(200_000))]).task).toBe('write')
  })
})
