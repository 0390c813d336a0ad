import { strictDouble } from '#core/testing/strict-double.fixture.js'
import type { ShutdownHook, ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'
import { UnwrittenStories } from './unwritten-stories.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function unwrittenStories() {
  const hooks: ShutdownHook[] = []
  const stories = new UnwrittenStories(
    strictDouble<ShutdownHooks>({ register: hook => void hooks.push(hook) })
  )
  const write = vi.fn(async () => undefined)
  return { stories, write, shutDown: () => hooks[0]?.work() }
}

describe('UnwrittenStories', () => {
  it('writes the stories of 20 ms together', async () => {
    const { stories, write } = unwrittenStories()
    stories.add('user:1', 'a', write)
    stories.add('user:2', 'b', write)
    vi.advanceTimersByTime(19)
    expect(write).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(write).toHaveBeenCalledTimes(2)
  })

  it('lets reads of the story and of its owner wait, and no others', async () => {
    const { stories, write } = unwrittenStories()
    stories.add('user:1', 'a', write)
    const finished: string[] = []
    const reads = [
      stories.written('user:1').then(() => finished.push('list')),
      stories.written('user:1', 'a').then(() => finished.push('read')),
      stories.written('user:1', 'b').then(() => finished.push('another story')),
      stories.written('user:2').then(() => finished.push('another owner'))
    ]
    await vi.advanceTimersByTimeAsync(19)
    expect(finished.toSorted()).toEqual(['another owner', 'another story'])
    await vi.advanceTimersByTimeAsync(1)
    await Promise.all(reads)
    expect(finished).toContain('list')
    expect(finished).toContain('read')
  })

  it('writes everything before the process ends', async () => {
    const { stories, write, shutDown } = unwrittenStories()
    stories.add('user:1', 'a', write)
    await shutDown()
    expect(write).toHaveBeenCalledTimes(1)
    await stories.written('user:1')
  })
})
