import { AppError } from '#core/errors/app-error.js'
import { AnswerAllowance } from './answer-allowance.js'

const open = new AbortController().signal
const refusal = new AppError('BUDGET_EXCEEDED')

/** An allowance of 256 tokens that is extended to these numbers, and then refused. */
function allowanceWith(...tokens: readonly number[]): { of: AnswerAllowance; asked: () => number } {
  let asked = 0
  const extend = async (): Promise<number> => {
    const more = tokens[asked++]
    if (more === undefined) throw refusal
    return more
  }
  return { of: new AnswerAllowance({ tokens: 256, extend }, 1000), asked: () => asked }
}

describe('AnswerAllowance', () => {
  it('asks for more tokens before the allowed ones are used up, once', async () => {
    const { of, asked } = allowanceWith(512)
    for (const used of [1, 100, 191]) expect(await of.isUsedUp(used, open)).toBe(false)
    expect(asked()).toBe(0)
    for (const used of [192, 193]) expect(await of.isUsedUp(used, open)).toBe(false)
    expect(asked()).toBe(1)
    expect(await of.isUsedUp(300, open)).toBe(false)
    expect(asked()).toBe(1)
  })

  it('ends the answer shortly before the last allowed token if no more are allowed', async () => {
    const { of } = allowanceWith()
    expect(of.limit).toBe(1000)
    expect(await of.isUsedUp(200, open)).toBe(false)
    expect(await of.isUsedUp(240, open)).toBe(true)
    expect(of.refusedBy).toBe(refusal)
    expect(of.limit).toBe(256)
  })

  it('waits for more tokens when the allowed ones are used up', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const of = new AnswerAllowance({ tokens: 256, extend: () => promise }, 1000)
    const isUsedUp = of.isUsedUp(250, open)
    resolve(512)
    expect(await isUsedUp).toBe(false)
  })

  it('is idle when the last request for tokens has ended', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const of = new AnswerAllowance({ tokens: 256, extend: () => promise }, 1000)
    await of.isUsedUp(200, open)
    const order: string[] = []
    const idle = of.idle().then(() => order.push('idle'))
    order.push('extended')
    resolve(512)
    await idle
    expect(order).toEqual(['extended', 'idle'])
  })

  it('stops waiting when the call is aborted', async () => {
    const of = new AnswerAllowance(
      { tokens: 256, extend: () => new Promise<number>(() => undefined) },
      1000
    )
    const leaving = new AbortController()
    const isUsedUp = of.isUsedUp(250, leaving.signal)
    leaving.abort(new Error('left'))
    await expect(isUsedUp).rejects.toThrow('left')
  })

  it('asks for nothing when the worst case is allowed, whatever the answer uses', async () => {
    const { of, asked } = allowanceWith(1000)
    expect(await of.isUsedUp(250, open)).toBe(false)
    expect(await of.isUsedUp(5000, open)).toBe(false)
    expect(asked()).toBe(1)
    const whole = new AnswerAllowance(undefined, 256)
    expect(await whole.isUsedUp(5000, open)).toBe(false)
  })
})
