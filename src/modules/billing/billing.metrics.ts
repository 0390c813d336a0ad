import { billingConfig } from '#modules/billing/billing.config.js'
import { modelLabel } from '#modules/llm/llm.metrics.js'
import { counter, gauge, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const billingGroup = metricGroup('Budgets and ledger', {
  cost: counter('jiraiya_ai_cost_usd', {
    unit: 'US dollars',
    help: 'Cost by the price table and the requested model.',
    usedFor:
      'Cost per hour, compared with its average; cost per story, divided by the generations with outcome ok.',
    labels: { model: modelLabel }
  }),
  budgetRefusals: counter('jiraiya_budget_refusals_total', {
    unit: 'attempts',
    help: 'Attempts refused by a budget.',
    usedFor: 'scope="global": no client gets a new story. Other scopes affect single owners.',
    labels: {
      scope: oneOf('owner', 'credential', 'global'),
      period: oneOf('day', 'month'),
      unit: oneOf('usd', 'tokens')
    }
  }),
  budgetLimits: counter('jiraiya_budget_limited_total', {
    unit: 'generations',
    help: 'Generations that a budget limited after they had begun. answer: the story ended early, at the end of a sentence; attempt: a repair or another attempt was not made.',
    usedFor: 'Clients get shorter stories than they asked for: a budget is almost spent.',
    labels: { what: oneOf('answer', 'attempt') }
  }),
  budgetWarnings: counter('jiraiya_budget_warnings_total', {
    unit: 'warnings',
    help: 'Thresholds of BUDGET_WARN_AT that the spent amount of a budget has reached; once a period for each budget.',
    usedFor: 'scope="global", percent="95": soon no client gets a new story.',
    labels: {
      scope: oneOf('owner', 'credential', 'global'),
      period: oneOf('day', 'month'),
      percent: {
        bound: 'BUDGET_WARN_AT',
        configured: of => of(billingConfig).BUDGET_WARN_AT.map(String)
      }
    }
  }),
  budgetSpentRatio: gauge('jiraiya_budget_spent_ratio', {
    unit: '0 to 1',
    help: 'Share of the global budget that is spent or reserved, as of the last attempt.',
    usedFor: 'Above 0.9: the budget is almost spent. 0 if no global budget is configured.',
    labels: { period: oneOf('day', 'month'), unit: oneOf('usd', 'tokens') }
  }),
  reservations: counter('jiraiya_reservations_total', {
    unit: 'reservations',
    help: 'Reservations of generations: opened, extended by a further attempt or for more text, settled, or expired after their process was killed.',
    usedFor:
      'expired: a process was killed during a generation; its attempts are recorded at their maximum cost.',
    labels: { event: oneOf('opened', 'extended', 'settled', 'expired') }
  }),
  reservationsOpen: gauge('jiraiya_reservations_open', {
    unit: 'reservations',
    help: 'Reservations of this process that are not settled.',
    usedFor: 'Above 0 without running generations: writes are queued for PostgreSQL.'
  }),
  entriesWaiting: gauge('jiraiya_ledger_entries_waiting', {
    unit: 'entries',
    help: 'Finished generations that are not written to PostgreSQL yet.',
    usedFor: 'They are only in memory: do not stop an instance while it is above 0.'
  }),
  entriesLost: counter('jiraiya_ledger_entries_lost_total', {
    unit: 'entries',
    help: 'Finished generations that will not be written: the queue was full (full), or PostgreSQL rejected them (refused).',
    usedFor:
      'Above 0: stories are missing, and the ledger has the maximum cost instead of the real cost.',
    labels: { cause: oneOf('full', 'refused') }
  })
})

export class BillingMetrics extends MetricsOf(billingGroup) {}
