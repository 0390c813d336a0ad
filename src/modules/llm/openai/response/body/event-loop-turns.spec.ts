import { EventLoopTurns } from './event-loop-turns.js'

/** A clock that only the work of the test moves. */
function clockOfWork(): { now: number; restore: () => void } {
  const real = performance.now.bind(performance)
  const clock = { now: 0, restore: () => void (performance.now = real) }
  performance.now = () => clock.now
  return clock
}

describe('Turns of the event loop', () => {
  let clock: ReturnType<typeof clockOfWork>
  beforeEach(() => {
    clock = clockOfWork()
  })
  afterEach(() => clock.restore())

  /** Each answer takes its steps of 4 ms each; gives the steps of each turn of the event loop. */
  async function stepsByTurn(answers: number, steps: number): Promise<string[][]> {
    const turns = new EventLoopTurns()
    const byTurn: string[][] = [[]]
    let isOver = false
    const countTurns = (): void => {
      if (isOver) return
      byTurn.push([])
      setImmediate(countTurns)
    }
    const answer = async (name: number): Promise<void> => {
      for (let step = 0; step < steps; step++) {
        const turn = turns.wait()
        if (turn !== undefined) await turn
        byTurn.at(-1)?.push(`${name}.${step}`)
        clock.now += 4
        // What is done with an event takes several microtasks.
        await Promise.resolve().then(() => undefined)
      }
    }
    setImmediate(countTurns)
    const all = Array.from({ length: answers }, (_, name) => answer(name))
    await Promise.all(all)
    isOver = true
    return byTurn.filter(turn => turn.length > 0)
  }

  it('contain as much work as the budget allows, for any number of answers', async () => {
    const byTurn = await stepsByTurn(5, 4)
    expect(byTurn.flat()).toHaveLength(20)
    for (const turn of byTurn) expect(turn.length).toBeLessThanOrEqual(3)
  })

  it('let one waiting answer run to its end before the next', async () => {
    const order = (await stepsByTurn(3, 6)).flat().map(step => step.split('.')[0])
    const changes = order.filter((name, index) => name !== order[index - 1])
    // Three begin before the budget is used up; from then on each is written to its end.
    expect(changes).toEqual(['0', '1', '2', '0', '1', '2'])
  })

  it('are not waited for while the budget is not used up', () => {
    const turns = new EventLoopTurns()
    expect(turns.wait()).toBeUndefined()
    clock.now = 9
    expect(turns.wait()).toBeUndefined()
    clock.now = 10
    expect(turns.wait()).toBeInstanceOf(Promise)
  })
})
