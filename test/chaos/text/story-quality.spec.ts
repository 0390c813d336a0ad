import { tones } from '#modules/stories/domain/story-request.js'
import { metric } from '../../harness/assertions/metrics.js'
import { generate } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

const nouns =
  'fox lantern harbour dragon clock orchard violin comet mirror raven castle river ship candle wolf bridge market island queen forest'.split(
    ' '
  )
const genres = ['fairy tale', 'mystery', 'science fiction', 'romance', 'horror']

/** Request number n of a fixed series. */
function nth(n: number, maxLength: number): object {
  const count = 1 + (n % 5)
  const keywords = Array.from({ length: count }, (_, i) => nouns[(n * 7 + i * 3) % nouns.length])
  return {
    keywords: [...new Set(keywords)],
    genre: genres[n % genres.length],
    tone: tones[n % tones.length],
    max_length: maxLength
  }
}

describe('Two hundred stories from a model that omits keywords at first', () => {
  it.each([100, 500, 1000, 2000])('contain all keywords at %i words', async maxLength => {
    service.simulator.reset()
    service.simulator.setFaults([{ fault: 'omit-keywords', on: 'write' }])
    let asked = 0
    let present = 0
    let within = 0
    for (let n = 0; n < 50; n++) {
      const { body } = await generate(service.url, nth(n, maxLength))
      const text = body.content.toLowerCase()
      for (const keyword of body.keywords_used) expect(text).toContain(keyword)
      asked += body.keywords_used.length + body.keywords_missing.length
      present += body.keywords_used.length
      // A hyphenated word is one.
      const joined = body.content.replaceAll(/(?<=\p{L})-(?=\p{L})/gu, '')
      const words = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(joined)]
      expect(body.word_count).toBe(words.filter(({ isWordLike }) => isWordLike).length)
      if (body.word_count >= maxLength * 0.6 && body.word_count <= maxLength) within++
    }
    expect(present / asked).toBeGreaterThanOrEqual(0.99)
    expect(within / 50).toBeGreaterThanOrEqual(0.95)
    // Each was repaired exactly once.
    expect(service.simulator.requests()).toHaveLength(100)
  })
})

it('A story that fails two checks is counted once as a story that fails', async () => {
  const name = 'jiraiya_story_checks_total'
  const failed = () =>
    Promise.all(
      ['all', 'keywords', 'length'].map(check =>
        metric(service.url, name, { check, result: 'failed' })
      )
    )
  const before = await failed()
  service.simulator.reset()
  service.simulator.setFaults([{ fault: 'omit-keywords' }, { fault: 'too-long' }])
  await generate(service.url, { keywords: ['fox'], genre: 'fable' })
  const grown = (await failed()).map((value, index) => value - (before[index] ?? 0))
  expect(grown).toEqual([1, 1, 1])
})
