import { counter, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const webhooksGroup = metricGroup('Webhooks', {
  attempts: counter('jiraiya_webhook_attempts_total', {
    unit: 'attempts',
    help: 'Attempts to deliver webhooks. delivered: a status below 300; refused: another status; blocked: the host has a private address or is not allowed any more; unreachable: no response.',
    usedFor: 'refused or unreachable for long: a receiver is down, and its owners learn nothing.',
    labels: { result: oneOf('delivered', 'refused', 'blocked', 'unreachable') }
  }),
  ended: counter('jiraiya_webhooks_ended_total', {
    unit: 'webhooks',
    help: 'Webhooks that were delivered, or given up after a day of attempts.',
    usedFor: 'given_up above 0: redeliver them when the receiver works again.',
    labels: { outcome: oneOf('delivered', 'given_up') }
  })
})

export class WebhooksMetrics extends MetricsOf(webhooksGroup) {}
