import { FollowedModels, type FollowedAnswer } from './followed-models.js'

const known = 'gpt-4o-mini'
const unknown = 'a-model-of-somebody'

function answer(
  reported: FollowedAnswer['reported'],
  largestPart = 4,
  completionTokens = 600
): FollowedAnswer {
  return { counted: { promptTokens: () => 800, completionTokens }, reported, largestPart }
}

const agreeing = answer({ promptTokens: 540, completionTokens: 601 })

describe('FollowedModels', () => {
  it('follows a model of the table from the first answer, another one after an answer that agrees', () => {
    const models = new FollowedModels()
    expect([models.isFollowed(known), models.isFollowed(unknown)]).toEqual([true, false])
    models.learn(unknown, answer(undefined))
    expect(models.isFollowed(unknown)).toBe(false)
    models.learn(unknown, agreeing)
    expect(models.isFollowed(unknown)).toBe(true)
  })

  it.each<[string, FollowedAnswer]>([
    ['has more tokens than were counted', answer({ promptTokens: 540, completionTokens: 700 })],
    ['has a longer prompt than was counted', answer({ promptTokens: 900, completionTokens: 600 })],
    ['arrives in one piece', answer({ promptTokens: 540, completionTokens: 600 }, 600)],
    ['arrives in one piece, without usage', answer(undefined, 600)]
  ])('does not follow a model any more when an answer %s', (_, contradicting) => {
    const models = new FollowedModels()
    expect(models.learn(known, contradicting)).toBe(true)
    expect(models.isFollowed(known)).toBe(false)
    expect(models.learn(known, agreeing)).toBe(false)
    expect(models.isFollowed(known)).toBe(false)
  })

  it('counts the prompt of one answer only', () => {
    const models = new FollowedModels()
    models.learn(known, agreeing)
    const promptTokens = vi.fn(() => 800)
    models.learn(known, { ...agreeing, counted: { promptTokens, completionTokens: 600 } })
    expect(promptTokens).not.toHaveBeenCalled()
    expect(models.isFollowed(known)).toBe(true)
  })
})
