import { TurnQueue } from './turn-queue.js'

const perTurn = 2

/** A queue whose turns come when the test says so. */
function queueByHand(): { readonly queue: TurnQueue; readonly nextTurn: () => Promise<void> } {
  const turns: (() => void)[] = []
  const queue = new TurnQueue(perTurn, work => void turns.push(work))
  const nextTurn = async (): Promise<void> => {
    turns.splice(0).forEach(work => work())
    await Promise.resolve()
  }
  return { queue, nextTurn }
}

describe('A queue of turns', () => {
  it('begins a few in each turn, in the order of arrival', async () => {
    const { queue, nextTurn } = queueByHand()
    const begun: number[] = []
    for (const each of [1, 2, 3, 4, 5]) queue.begin(() => void begun.push(each))
    expect(begun).toEqual([])
    await nextTurn()
    expect(begun).toEqual([1, 2])
    expect(queue.waiting).toBe(3)
    await nextTurn()
    await nextTurn()
    expect(begun).toEqual([1, 2, 3, 4, 5])
  })

  it('begins nothing in a turn in which something that runs continues', async () => {
    const { queue, nextTurn } = queueByHand()
    const order: string[] = []
    queue.begin(() => void order.push('begins'))
    for (const each of ['first', 'second', 'third']) {
      void queue.continue().then(() => order.push(each))
    }
    await nextTurn()
    expect(order).toEqual(['first', 'second'])
    await nextTurn()
    expect(order).toEqual(['first', 'second', 'third'])
    await nextTurn()
    expect(order).toEqual(['first', 'second', 'third', 'begins'])
  })

  it('does not begin what was removed', async () => {
    const { queue, nextTurn } = queueByHand()
    const begun: string[] = []
    const remove = queue.begin(() => void begun.push('removed'))
    queue.begin(() => void begun.push('kept'))
    remove()
    await nextTurn()
    expect(begun).toEqual(['kept'])
  })

  it('asks for no turn while nothing waits', async () => {
    const asked = vi.fn<(work: () => void) => void>()
    const queue = new TurnQueue(perTurn, asked)
    queue.begin(() => undefined)
    queue.begin(() => undefined)
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mock.calls[0]?.[0]()
    expect(asked).toHaveBeenCalledTimes(1)
  })
})
