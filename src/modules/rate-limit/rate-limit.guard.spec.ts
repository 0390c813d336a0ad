import type { ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Principal } from '#core/access/principal.js'
import { runInContext, type RequestContext } from '#core/context/request-context.js'
import { RateLimit } from './rate-limit.decorator.js'
import { RateLimitGuard } from './rate-limit.guard.js'
import type { RateLimitMetrics } from './rate-limit.metrics.js'
import type { LimitStatus, RateLimitsService } from './rate-limits.service.js'

const status: LimitStatus = {
  policy: 'minute',
  limit: 1,
  remaining: 0,
  resetSeconds: 0,
  windowSeconds: 60
}

class Routes {
  @RateLimit('generation')
  limited(): void {}

  free(): void {}
}

/** A guard whose limits are exhausted. */
function exhausted() {
  const limits = {
    take: vi.fn(async () => ({ isAllowed: false, statuses: [status] })),
    peek: vi.fn(async () => [status])
  }
  const refusals = { inc: vi.fn() }
  const guard = new RateLimitGuard(
    new Reflector(),
    limits as unknown as RateLimitsService,
    { refusals } as unknown as RateLimitMetrics
  )
  return { guard, limits, refusals }
}

function contextOf(route: keyof Routes, user?: Principal) {
  const request = { user }
  const header = vi.fn()
  const context = {
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => ({ header }) })
  } as unknown as ExecutionContext
  return { context, header }
}

const principal: Principal = { kind: 'user', name: 'a', owner: 'user:a', scopes: new Set() }

describe('The rate limit guard', () => {
  it('rejects a request over the limit with a Retry-After of at least a second', async () => {
    const { guard, refusals } = exhausted()
    await expect(guard.canActivate(contextOf('limited', principal).context)).rejects.toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      retryAfterSeconds: 1
    })
    expect(refusals.inc).toHaveBeenCalledWith({ policy: 'minute' })
  })

  it('accepts an idempotent replay without counting it, and sends the rate limit headers', async () => {
    const { guard, limits } = exhausted()
    const { context, header } = contextOf('limited', principal)
    const replay = { isIdempotentReplay: true } as RequestContext
    expect(await runInContext(replay, () => guard.canActivate(context))).toBe(true)
    expect(limits.take).not.toHaveBeenCalled()
    expect(header).toHaveBeenCalledWith('X-RateLimit-Remaining', '0')
  })

  it.each([
    ['a route that is not limited', contextOf('free', principal)],
    ['a request without a caller', contextOf('limited')]
  ])('ignores %s', async (_, { context, header }) => {
    const { guard, limits } = exhausted()
    expect(await guard.canActivate(context)).toBe(true)
    expect(limits.take).not.toHaveBeenCalled()
    expect(header).not.toHaveBeenCalled()
  })
})
