import { modelLabel } from '#modules/llm/llm.metrics.js'
import { counter, gauge, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

export const billingGroup = metricGroup('Budgets and ledger', {
  cost: counter('jiraiya_ai_cost_usd', {
    unit: 'US dollars',
    help: 'Money spent, by the price table and the model asked for.',
    usedFor:
      'Spending per hour against what is usual; per story, divided by the generations that were ok.',
    labels: { model: modelLabel }
  }),
  budgetRefusals: counter('jiraiya_budget_refusals_total', {
    unit: 'attempts',
    help: 'Attempts that a budget did not allow.',
    usedFor: 'scope="global": nobody gets a story any more; the others are their owners’ matter.',
    labels: {
      scope: oneOf('owner', 'credential', 'global'),
      period: oneOf('day', 'month'),
      unit: oneOf('usd', 'tokens')
    }
  }),
  budgetSpentRatio: gauge('jiraiya_budget_spent_ratio', {
    unit: '0 to 1',
    help: 'Part of the budget of all that is spent or reserved, as the last attempt found it.',
    usedFor: 'Above 0.9: soon nobody gets a story any more. 0 where no such budget is configured.',
    labels: { period: oneOf('day', 'month'), unit: oneOf('usd', 'tokens') }
  }),
  reservations: counter('jiraiya_reservations_total', {
    unit: 'reservations',
    help: 'Reservations of generations: opened, extended by another attempt, settled, or expired with their process.',
    usedFor: 'expired: a process died at work; its attempts are booked at their worst case.',
    labels: { event: oneOf('opened', 'extended', 'settled', 'expired') }
  }),
  reservationsOpen: gauge('jiraiya_reservations_open', {
    unit: 'reservations',
    help: 'Reservations of this process that are not settled.',
    usedFor: 'Above 0 without generations in progress: entries wait for PostgreSQL.'
  }),
  entriesWaiting: gauge('jiraiya_ledger_entries_waiting', {
    unit: 'entries',
    help: 'Finished generations whose entries PostgreSQL has not taken yet.',
    usedFor: 'They live in memory only: do not kill an instance while it is above 0.'
  }),
  entriesLost: counter('jiraiya_ledger_entries_lost_total', {
    unit: 'entries',
    help: 'Finished generations whose entries will never be written: too many waited (full), or PostgreSQL refused them (refused).',
    usedFor: 'Above 0: stories are missing, and the books hold the worst case instead of the cost.',
    labels: { cause: oneOf('full', 'refused') }
  })
})

export class BillingMetrics extends MetricsOf(billingGroup) {}
