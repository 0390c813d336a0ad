import type { Provider } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core'
import { CorrelationIdInterceptor } from '#core/http/correlation-id.interceptor.js'
import { DtoValidationPipe } from '#core/http/dto/validation.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { AllExceptionsFilter } from '#core/http/errors/all-exceptions.filter.js'
import { AuthenticationGuard } from '#modules/auth/authentication.guard.js'
import { IdempotencyKeyGuard } from '#modules/idempotency/idempotency-key.guard.js'
import { FailedLoginGuard } from '#modules/rate-limit/per-ip/failed-login.guard.js'
import { FloodGuard } from '#modules/rate-limit/per-ip/flood.guard.js'
import { RespondAsyncInterceptor } from '#modules/jobs/http/respond-async.interceptor.js'
import { OverloadGuard } from '#modules/rate-limit/overload.guard.js'
import { RateLimitGuard } from '#modules/rate-limit/rate-limit.guard.js'
import { GenerationCommandGuard } from '#modules/stories/http/generation-command.guard.js'

/**
 * Filter, guards, interceptors and pipe of every route, in the order in which a request passes them.
 */
export const pipeline: readonly Provider[] = [
  // Error responses: any error from anywhere below becomes the one error body.
  AllExceptionsFilter,
  { provide: APP_FILTER, useExisting: AllExceptionsFilter },
  // Per-IP limits: requests per minute, and failed logins per minute.
  { provide: APP_GUARD, useClass: FloodGuard },
  { provide: APP_GUARD, useClass: FailedLoginGuard },
  // Load shedding: no new generation while this process is overloaded.
  OverloadGuard,
  { provide: APP_GUARD, useExisting: OverloadGuard },
  // Authentication and scopes: every route is closed unless it is @Public().
  { provide: APP_GUARD, useClass: AuthenticationGuard },
  // Idempotent replays skip the rate limit.
  { provide: APP_GUARD, useClass: IdempotencyKeyGuard },
  // A generating request begins its cache look-up, which Redis gets together with the rate limit.
  { provide: APP_GUARD, useClass: GenerationCommandGuard },
  // Owners' rate limits: a request counts whatever its response is.
  { provide: APP_GUARD, useClass: RateLimitGuard },
  // Response: the ids in headers, then Kuybi's envelope unless the route is @Bare().
  { provide: APP_INTERCEPTOR, useClass: CorrelationIdInterceptor },
  { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  // A story that is preferred later becomes a job.
  { provide: APP_INTERCEPTOR, useClass: RespondAsyncInterceptor },
  // Validation: bodies and queries become DTOs; unknown fields are refused by name.
  { provide: APP_PIPE, useClass: DtoValidationPipe }
]
