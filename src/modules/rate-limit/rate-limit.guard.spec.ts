import { jest } from '@jest/globals'
import type { ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Caller } from '#core/access/caller.js'
import { markKnownRequest } from '#core/access/known-request.js'
import type { Counter } from '#core/metrics/inject-metric.js'
import { Limited } from './limited.decorator.js'
import { RateLimitGuard } from './rate-limit.guard.js'
import type { LimitStanding, RateLimits } from './rate-limits.service.js'

const standing: LimitStanding = {
  policy: 'minute',
  limit: 1,
  remaining: 0,
  resetSeconds: 0,
  windowSeconds: 60
}

class Routes {
  @Limited('generation')
  limited(): void {}

  free(): void {}
}

/** A guard whose limits are exhausted. */
function exhausted() {
  const limits = {
    take: jest.fn(async () => ({ isAllowed: false, standings: [standing] })),
    peek: jest.fn(async () => [standing])
  }
  const refusals = { inc: jest.fn() }
  const guard = new RateLimitGuard(
    new Reflector(),
    limits as unknown as RateLimits,
    refusals as unknown as Counter
  )
  return { guard, limits, refusals }
}

function contextOf(route: keyof Routes, user?: Caller) {
  const request = { user }
  const header = jest.fn()
  const context = {
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => ({ header }) })
  } as unknown as ExecutionContext
  return { context, request, header }
}

const caller: Caller = { kind: 'user', name: 'a', owner: 'user:a', scopes: new Set() }

describe('The guard of owners’ limits', () => {
  it('refuses, and asks to wait for a second at least', async () => {
    const { guard, refusals } = exhausted()
    await expect(guard.canActivate(contextOf('limited', caller).context)).rejects.toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      retryAfterSeconds: 1
    })
    expect(refusals.inc).toHaveBeenCalledWith({ policy: 'minute' })
  })

  it('lets a request pass whose key is known, uncounted, and tells how its owner stands', async () => {
    const { guard, limits } = exhausted()
    const { context, request, header } = contextOf('limited', caller)
    markKnownRequest(request)
    expect(await guard.canActivate(context)).toBe(true)
    expect(limits.take).not.toHaveBeenCalled()
    expect(header).toHaveBeenCalledWith('X-RateLimit-Remaining', '0')
  })

  it.each([
    ['a route that is not limited', contextOf('free', caller)],
    ['a request without a caller', contextOf('limited')]
  ])('leaves %s alone', async (_, { context, header }) => {
    const { guard, limits } = exhausted()
    expect(await guard.canActivate(context)).toBe(true)
    expect(limits.take).not.toHaveBeenCalled()
    expect(header).not.toHaveBeenCalled()
  })
})
