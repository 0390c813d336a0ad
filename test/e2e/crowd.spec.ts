import { crowd } from '../harness/crowded.js'

describe('A hundred streams at once', () => {
  it('are all told', async () => {
    expect(await crowd({ streams: 100, heapMb: 256, charsPerSecond: 1000 })).toEqual({
      whole: 100,
      shed: 0,
      others: [],
      statusAfterwards: 200,
      exitCode: 0
    })
  })
})
