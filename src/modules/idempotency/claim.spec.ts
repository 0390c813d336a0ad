import { jest } from '@jest/globals'
import type { Queries } from '#core/database/database.js'
import { AppError } from '#core/errors/app-error.js'
import { Claim } from './claim.js'
import type { IdempotencyRepository } from './idempotency.repository.js'

const queries = {} as Queries

function aClaim() {
  const keys = {
    finish: jest.fn(async () => true),
    giveBack: jest.fn(async () => undefined)
  }
  return { claim: new Claim('claim-1', keys as unknown as IdempotencyRepository), keys }
}

describe('The claim of an Idempotency-Key', () => {
  it('stores the story as the outcome', async () => {
    const { claim, keys } = aClaim()
    await claim.complete(queries, 'story-1')
    expect(keys.finish).toHaveBeenCalledWith(queries, 'claim-1', { storyId: 'story-1' })
  })

  it('stores an error without its cause', async () => {
    const { claim, keys } = aClaim()
    const cause = new Error('internal')
    await claim.completeWithError(queries, new AppError('AI_REFUSED', { cause }))
    const { code, message, details } = new AppError('AI_REFUSED')
    const error = { code, message, details }
    expect(keys.finish).toHaveBeenCalledWith(queries, 'claim-1', { error })
  })

  it('frees the key once, and stores no outcome afterwards', async () => {
    const { claim, keys } = aClaim()
    await claim.giveBack()
    await claim.giveBack()
    expect(await claim.complete(queries, 'story-1')).toBe(true)
    expect(keys.giveBack).toHaveBeenCalledTimes(1)
    expect(keys.finish).not.toHaveBeenCalled()
  })

  it('keeps the key while its outcome is still to be stored', async () => {
    const { claim, keys } = aClaim()
    claim.handOver()
    await claim.giveBack()
    expect(keys.giveBack).not.toHaveBeenCalled()
  })
})
