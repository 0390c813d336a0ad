import type { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import type { ShutdownHook, ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { strictDouble } from '#core/testing/strict-double.fixture.js'
import { aStory } from '#modules/stories/domain/story.fixture.js'
import type {
  IndicatorsRepository,
  MeasuredStory
} from '#modules/stories/library/indicators.repository.js'
import type { StoriesMetrics } from '#modules/stories/stories.metrics.js'
import { IndicatorQueue } from './indicator-queue.service.js'

const owner = 'user:1'
const maxQueued = 200

const allOf = async (measured: readonly MeasuredStory[]): Promise<ReadonlySet<string>> =>
  new Set(measured.map(({ id }) => id))

function queueWith(
  stored: (measured: readonly MeasuredStory[]) => Promise<ReadonlySet<string>> = allOf,
  overload?: OverloadDetector['overload']
) {
  const hooks: ShutdownHook[] = []
  const results: unknown[] = []
  const store = vi.fn(stored)
  const observed = { observe: () => undefined }
  const metrics = {
    indicators: {
      inc: ({ result }: { readonly result: string }, stories: number) =>
        void results.push(...Array<string>(stories).fill(result))
    },
    distinctPairs: observed,
    repeatedGroups: observed,
    dialogue: observed,
    similarity: observed
  } as unknown as StoriesMetrics
  const queue = new IndicatorQueue(
    strictDouble<IndicatorsRepository>({ lastStories: async () => new Map(), store }),
    strictDouble<OverloadDetector>({ overload }),
    metrics,
    strictDouble<ShutdownHooks>({ register: hook => void hooks.push(hook) })
  )
  return { queue, results, store, shutDown: () => hooks[0]?.work() }
}

describe('IndicatorQueue', () => {
  it('computes nothing while the caller runs, and each story afterwards', async () => {
    const { queue, results, store } = queueWith()
    queue.add(owner, aStory())
    queue.add(owner, aStory())
    expect(store).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(results).toEqual(['computed', 'computed']))
  })

  it('drops and counts stories beyond its limit', () => {
    const { queue, results } = queueWith()
    for (let count = 0; count < maxQueued + 2; count++) queue.add(owner, aStory())
    expect(results).toEqual(['dropped', 'dropped'])
  })

  it('drops and counts stories while the process is overloaded', async () => {
    const { queue, results, store } = queueWith(undefined, 'event_loop')
    queue.add(owner, aStory())
    await vi.waitFor(() => expect(results).toEqual(['dropped']))
    expect(store).not.toHaveBeenCalled()
  })

  it('stores several at once, each compared with those before it, and counts one that is not stored', async () => {
    const { queue, results, store } = queueWith(async () => new Set(['a', 'c']))
    for (const id of ['a', 'b', 'c']) queue.add(owner, aStory({ id }))
    await vi.waitFor(() => expect(results).toEqual(['computed', 'dropped', 'computed']))
    const [measured = []] = store.mock.calls[0] ?? []
    expect(measured.map(({ indicators }) => indicators.mostSimilar?.storyId)).toEqual([
      undefined,
      'a',
      'b'
    ])
  })

  it('counts stories that PostgreSQL fails to store, and continues', async () => {
    const ends = [() => Promise.reject(new Error('down')), allOf]
    const { queue, results } = queueWith(measured => (ends.shift() ?? allOf)(measured))
    for (let count = 0; count < 33; count++) queue.add(owner, aStory({ id: String(count) }))
    await vi.waitFor(() => expect(results).toHaveLength(33))
    expect(new Set(results.slice(0, 32))).toEqual(new Set(['failed']))
    expect(results.at(-1)).toBe('computed')
  })

  it('drops what is queued at shutdown, and what is added later', async () => {
    const { queue, results, store, shutDown } = queueWith()
    queue.add(owner, aStory())
    await shutDown()
    queue.add(owner, aStory())
    expect(results).toEqual(['dropped', 'dropped'])
    expect(store).not.toHaveBeenCalled()
  })
})
