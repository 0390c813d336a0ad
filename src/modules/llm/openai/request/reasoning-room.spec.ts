import { ReasoningRoom } from './reasoning-room.js'

describe('The token allowance for reasoning', () => {
  it('is positive for models that are known to reason', () => {
    const room = new ReasoningRoom()
    expect([room.of('gpt-6-luna'), room.of('gpt-4o-mini')]).toEqual([4096, 0])
  })

  it('grows for a model whose reasoning used up its limit, and for no other', () => {
    const room = new ReasoningRoom()
    expect(room.wasTooSmall('unknown', 600)).toBe(4096)
    expect(room.wasTooSmall('unknown', 4000)).toBe(8000)
    expect([room.of('unknown'), room.of('other')]).toEqual([8000, 0])
  })

  it('is 0 for the effort none, until the model reasons nevertheless', () => {
    const room = new ReasoningRoom()
    expect(room.of('gpt-6-luna', 'none')).toBe(0)
    expect(room.wasTooSmall('gpt-6-luna', 600, 'none')).toBe(4096)
    expect(room.of('gpt-6-luna', 'none')).toBe(4096)
  })

  it('is at least the setting for every model', () => {
    const room = new ReasoningRoom(() => 6000)
    expect([room.of('unknown'), room.of('gpt-6-luna'), room.of('gpt-6-luna', 'none')]).toEqual([
      6000, 6000, 6000
    ])
    expect(room.wasTooSmall('unknown', 2000)).toBeUndefined()
  })

  it('does not change when the limit was used up by other text', () => {
    const room = new ReasoningRoom()
    expect(room.wasTooSmall('gpt-4o', 0)).toBeUndefined()
    expect(room.wasTooSmall('gpt-6-luna', 100)).toBeUndefined()
  })
})
