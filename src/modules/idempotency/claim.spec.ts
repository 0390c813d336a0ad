import { AppError } from '#core/errors/app-error.js'
import { Claim } from './claim.js'
import type { IdempotencyRepository } from './idempotency.repository.js'

const request = { owner: 'user:a', route: 'generate', key: 'key-1' }

function aClaim() {
  const keys = { giveBack: vi.fn(async () => undefined) }
  return { claim: new Claim('claim-1', request, keys as unknown as IdempotencyRepository), keys }
}

describe('The claim of an Idempotency-Key', () => {
  it('completes its key with the story', () => {
    expect(aClaim().claim.complete()).toEqual({ ...request, claimId: 'claim-1' })
  })

  it('completes its key with an error, without its cause', () => {
    const cause = new Error('internal')
    const { code, message, details } = new AppError('AI_REFUSED')
    expect(aClaim().claim.complete(new AppError('AI_REFUSED', { cause }))).toEqual({
      ...request,
      claimId: 'claim-1',
      error: { code, message, details }
    })
  })

  it('releases the key once, and stores no outcome afterwards', async () => {
    const { claim, keys } = aClaim()
    await claim.giveBack()
    await claim.giveBack()
    expect(claim.complete()).toBeUndefined()
    expect(keys.giveBack).toHaveBeenCalledTimes(1)
    expect(keys.giveBack).toHaveBeenCalledWith(request, 'claim-1')
  })

  it('does not release the key while its outcome is still to be stored', async () => {
    const { claim, keys } = aClaim()
    claim.handOver()
    await claim.giveBack()
    expect(keys.giveBack).not.toHaveBeenCalled()
  })
})
