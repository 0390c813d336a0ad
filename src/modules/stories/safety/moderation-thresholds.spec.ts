import type { Audience } from '#modules/stories/domain/story-request.js'
import { flaggedCategories } from './moderation-thresholds.js'

describe('A score is flagged', () => {
  it.each<[Audience, string, number]>([
    ['children', 'violence', 0.2],
    ['children', 'violence/graphic', 0.2],
    ['children', 'sexual', 0.05],
    ['children', 'hate', 0.1],
    ['children', 'self-harm/intent', 0.1],
    ['teen', 'violence', 0.7],
    ['teen', 'sexual', 0.2],
    ['teen', 'harassment', 0.4],
    ['general', 'violence/graphic', 0.85],
    ['general', 'sexual', 0.4],
    ['general', 'illicit', 0.5],
    ['adult', 'violence', 0.95],
    ['adult', 'sexual', 0.8],
    ['adult', 'hate/threatening', 0.6]
  ])('for %s in %s from %d', (audience, category, threshold) => {
    expect(flaggedCategories({ [category]: threshold }, audience)).toEqual([category])
    expect(flaggedCategories({ [category]: threshold - 0.001 }, audience)).toEqual([])
  })

  it.each<Audience>(['children', 'teen', 'general', 'adult'])(
    'for %s in sexual/minors from 0.05',
    audience => {
      expect(flaggedCategories({ 'sexual/minors': 0.05 }, audience)).toEqual(['sexual/minors'])
      expect(flaggedCategories({ 'sexual/minors': 0.049 }, audience)).toEqual([])
    }
  )

  it('for every younger audience if it is flagged for an older one', () => {
    const oldestFirst: readonly Audience[] = ['adult', 'general', 'teen', 'children']
    for (const category of ['violence', 'sexual', 'hate', 'a-category-of-tomorrow']) {
      for (let score = 0; score <= 1; score += 0.01) {
        const verdicts = oldestFirst.map(
          audience => flaggedCategories({ [category]: score }, audience).length
        )
        expect(verdicts).toEqual(verdicts.toSorted((a, b) => a - b))
      }
    }
  })
})

describe('The flagged categories', () => {
  it('are listed in alphabetical order', () => {
    const scores = { violence: 0.97, hate: 0.3, harassment: 0.99, sexual: 0.000_01 }
    expect(flaggedCategories(scores, 'general')).toEqual(['harassment', 'violence'])
  })

  it('are empty without scores', () => {
    expect(flaggedCategories({}, 'children')).toEqual([])
  })
})
