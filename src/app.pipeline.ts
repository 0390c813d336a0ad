import type { Provider } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core'
import { AllExceptionsFilter } from '#core/http/all-exceptions.filter.js'
import { createValidationPipe } from '#core/http/dto/validation.js'
import { AuthenticationGuard } from '#modules/auth/authentication.guard.js'
import { IdempotentReplayGuard } from '#modules/idempotency/idempotent-replay.guard.js'
import { FailedLoginGuard } from '#modules/rate-limit/per-ip/failed-login.guard.js'
import { FloodGuard } from '#modules/rate-limit/per-ip/flood.guard.js'
import { OverloadGuard } from '#modules/rate-limit/overload.guard.js'
import { RateLimitGuard } from '#modules/rate-limit/rate-limit.guard.js'

/** THE ORDER in which a request meets what is around every route. */
export const pipeline: readonly Provider[] = [
  // Around everything: any error from anywhere below becomes the one error body.
  AllExceptionsFilter,
  { provide: APP_FILTER, useExisting: AllExceptionsFilter },
  // Strangers first, by address: so many requests a minute, and fewer bad credentials.
  { provide: APP_GUARD, useClass: FloodGuard },
  { provide: APP_GUARD, useClass: FailedLoginGuard },
  // Has this process room for another story?
  { provide: APP_GUARD, useClass: OverloadGuard },
  // Who is calling, and may they? Closed unless the route says @Public().
  { provide: APP_GUARD, useClass: AuthenticationGuard },
  // Have we heard this before? Then no limit counts it.
  { provide: APP_GUARD, useClass: IdempotentReplayGuard },
  // May their owner, now? Counted whatever the answer will be.
  { provide: APP_GUARD, useClass: RateLimitGuard },
  // Is what they sent well formed? Unknown fields are refused by name.
  { provide: APP_PIPE, useFactory: createValidationPipe }
]
