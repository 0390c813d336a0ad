import { ReasoningRoom } from './reasoning-room.js'

describe('Room to reason', () => {
  it('is given to models that are known to reason', () => {
    const room = new ReasoningRoom()
    expect([room.of('gpt-6-luna'), room.of('gpt-4o-mini')]).toEqual([4096, 0])
  })

  it('grows for a model whose reasoning used up its limit, and for no other', () => {
    const room = new ReasoningRoom()
    expect(room.wasTooSmall('unknown', 600)).toBe(4096)
    expect(room.wasTooSmall('unknown', 4000)).toBe(8000)
    expect([room.of('unknown'), room.of('other')]).toEqual([8000, 0])
  })

  it('stays where something else was cut', () => {
    const room = new ReasoningRoom()
    expect(room.wasTooSmall('gpt-4o', 0)).toBeUndefined()
    expect(room.wasTooSmall('gpt-6-luna', 100)).toBeUndefined()
  })
})
