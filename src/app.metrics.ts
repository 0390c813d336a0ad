import type { DeclaredMetric, MetricGroup } from '#core/metrics/metric-declaration.js'
import { auditGroup } from '#core/audit/audit.metrics.js'
import { databaseGroup } from '#core/database/database.metrics.js'
import { requestsGroup } from '#core/http/http.metrics.js'
import { instanceGroup } from '#core/metrics/instance.metrics.js'
import { redisGroup } from '#core/redis/redis.metrics.js'
import { billingGroup } from '#modules/billing/billing.metrics.js'
import { idempotencyGroup } from '#modules/idempotency/idempotency.metrics.js'
import { jobsGroup } from '#modules/jobs/jobs.metrics.js'
import { kuybiGroup } from '#modules/kuybi/kuybi.metrics.js'
import { genAiGroup, languageModelGroup } from '#modules/llm/llm.metrics.js'
import { rateLimitGroup } from '#modules/rate-limit/rate-limit.metrics.js'
import { servicesGroup } from '#modules/services/services.metrics.js'
import { webhooksGroup } from '#modules/webhooks/webhooks.metrics.js'
import { generationsGroup, qualityGroup, streamsGroup } from '#modules/stories/stories.metrics.js'

/** Every metric of the service, in the order of docs/metrics.md, which is generated from here. */
export const metricGroups: readonly MetricGroup[] = [
  generationsGroup,
  qualityGroup,
  streamsGroup,
  jobsGroup,
  webhooksGroup,
  idempotencyGroup,
  billingGroup,
  languageModelGroup,
  genAiGroup,
  requestsGroup,
  rateLimitGroup,
  kuybiGroup,
  servicesGroup,
  auditGroup,
  databaseGroup,
  redisGroup,
  instanceGroup
]

export const declaredMetrics: readonly DeclaredMetric[] = metricGroups.flatMap(({ metrics }) =>
  Object.values(metrics)
)
