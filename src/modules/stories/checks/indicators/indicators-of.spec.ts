import { indicatorsOf } from './indicators-of.js'

const content = 'Then Maya saw the fox. “Go on,” said Maya. '.repeat(4).trim()

describe('indicatorsOf', () => {
  it('measures a story', () => {
    const { simhash, ...rest } = indicatorsOf({ content, language: 'en', keywords: ['fox'] }, [])
    expect(simhash).toHaveLength(16)
    expect(rest).toEqual({
      distinct1: 0.222,
      distinct2: 0.257,
      distinct3: 0.265,
      repeatedShare: 1,
      readability: { formula: 'Flesch-Kincaid grade', score: expect.any(Number) },
      dialogueShare: 0.14,
      names: ['Maya'],
      overusedWords: []
    })
  })

  it('names the most similar story, the newest of equal ones', () => {
    const text = { content, language: 'en', keywords: [] }
    const { simhash } = indicatorsOf(text, [])
    const others = [
      { id: 'a', simhash: '0000000000000000' },
      { id: 'b', simhash },
      { id: 'c', simhash }
    ]
    expect(indicatorsOf(text, others).mostSimilar).toEqual({ storyId: 'b', similarity: 1 })
  })

  it('leaves out what a language does not have', () => {
    const { names, overusedWords, readability } = indicatorsOf(
      { content: '狐狸跑回家了。'.repeat(20), language: 'zh', keywords: ['狐狸'] },
      []
    )
    expect([names, overusedWords, readability]).toEqual([undefined, undefined, undefined])
  })
})
