import { getHeapStatistics } from 'node:v8'
import { heapLimitBytes, usedHeapBytes } from './heap.js'

describe('The heap limit', () => {
  it.each([
    [['--enable-source-maps', '--max-old-space-size=160'], 160],
    [['--max_old_space_size=256', '--enable-source-maps'], 256],
    [['--max-old-space-size=256', '--max-old-space-size=512'], 512]
  ])('is the value of the option: %j', (options, mebibytes) => {
    expect(heapLimitBytes(options)).toBe(mebibytes * 1024 * 1024)
  })

  it.each([[[]], [['--max-old-space-size=0']], [['--max-semi-space-size=16']]])(
    'is the value that V8 reports when there is no option: %j',
    options => {
      expect(heapLimitBytes(options)).toBe(getHeapStatistics().heap_size_limit)
    }
  )
})

describe('The used heap', () => {
  it('is less than V8 reports', () => {
    expect(usedHeapBytes()).toBeGreaterThan(0)
    expect(usedHeapBytes()).toBeLessThan(getHeapStatistics().used_heap_size)
  })
})
