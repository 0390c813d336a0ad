import {
  dashboard,
  graph,
  grown,
  medianAndTail,
  number,
  of,
  quantile,
  rate,
  row,
  sum
} from './dashboard.ts'

const model = 'model=~"$model"'
const genAiModel = 'gen_ai_request_model=~"$model"'

/** One kind of end among all of a counter, as a share. */
function share(metric: string, part: string, whole?: string): string {
  const wholes = whole === undefined ? [] : [whole]
  const parts = [...wholes, part]
  return `${sum(rate(metric, ...parts))} / ${sum(rate(metric, ...wholes))}`
}

/** What the model costs, how it behaves, and what its stories are worth. */
export const aiDashboard = dashboard({
  uid: 'jiraiya-ai',
  title: 'Jiraiya: AI and cost',
  description:
    'Money, tokens, the provider’s health, and whether stories are what was asked for. The ledger (GET /api/v1/admin/usage) is what bills are made of; Prometheus forgets what was spent between the last scrape of an instance and its end.',
  hasModels: true,
  rows: [
    row(
      'Money',
      number({
        title: 'Spent in the time shown',
        about: 'By the price table. Compare with the ledger before you argue with an invoice.',
        unit: 'currencyUSD',
        decimals: 4,
        queries: [{ expr: sum(grown('jiraiya_ai_cost_usd', model)) }]
      }),
      number({
        title: 'A month at this pace',
        about:
          'The pace of the time shown, times 30 days. Choose at least a week, or a quiet night tells you it is cheap.',
        unit: 'currencyUSD',
        decimals: 2,
        queries: [
          {
            expr: `${sum(`rate(${of('jiraiya_ai_cost_usd', model)}[$__range])`)} * 86400 * 30`
          }
        ]
      }),
      number({
        title: 'A story costs',
        about:
          'Money over finished stories, those from the cache included. It grows with retries, repairs, fallbacks and wordy models; the rows below say which.',
        unit: 'currencyUSD',
        decimals: 5,
        queries: [
          {
            expr: `${sum(grown('jiraiya_ai_cost_usd'))} / ${sum(grown('jiraiya_generations_total', 'outcome="ok"'))}`
          }
        ]
      }),
      number({
        title: 'Saved by the cache',
        width: 3,
        about:
          'What its hits would have cost. Little, with many repeated requests: look at CACHE_TTL.',
        unit: 'currencyUSD',
        decimals: 4,
        queries: [{ expr: sum(grown('jiraiya_cache_saved_usd')) }]
      }),
      number({
        title: 'Refused by the budget of all',
        width: 3,
        about:
          'Above 0 nobody gets a new story: raise BUDGET_GLOBAL_DAILY_USD, or wait for midnight UTC.',
        unit: 'short',
        decimals: 0,
        alarmAt: 1,
        queries: [{ expr: sum(grown('jiraiya_budget_refusals_total', 'scope="global"')) }]
      }),
      number({
        title: 'Budget of all, spent',
        width: 3,
        about: 'Spent or reserved. At 1 nobody gets a new story; 0 where none is configured.',
        unit: 'percentunit',
        alarmAt: 0.9,
        queries: [
          {
            expr: `max by (period, unit) (${of('jiraiya_budget_spent_ratio')})`,
            legend: '{{period}} {{unit}}'
          }
        ]
      }),
      number({
        title: 'Tokens',
        width: 3,
        about: 'Prompt and completion together, as the provider reported them.',
        unit: 'short',
        queries: [{ expr: sum(grown('jiraiya_ai_tokens_total', model)) }]
      }),
      graph({
        title: 'Money by model and day',
        about:
          'The last 30 days. A second model in the bar is the fallbacks’ share; a higher bar with as many stories is a dearer story.',
        unit: 'currencyUSD',
        width: 12,
        bars: { each: '1d', over: '30d' },
        queries: [
          {
            expr: sum(`increase(${of('jiraiya_ai_cost_usd', model)}[1d])`, 'model'),
            legend: '{{model}}'
          }
        ]
      }),
      graph({
        title: 'Dollars an hour, and what is usual',
        about:
          'Usual is the mean of the last seven days. Four times as much fires JiraiyaSpendingFast: look who, with GET /api/v1/admin/usage.',
        unit: 'currencyUSD',
        width: 6,
        queries: [
          { expr: 'job:jiraiya_ai_cost_usd:rate1h{job="$job"} * 3600', legend: 'now' },
          {
            expr: 'avg_over_time(job:jiraiya_ai_cost_usd:rate1h{job="$job"}[7d]) * 3600',
            legend: 'usual'
          }
        ]
      }),
      graph({
        title: 'Refused by a budget',
        about:
          'owner and credential are their own matter; an admin can raise them (PUT /api/v1/admin/budgets).',
        unit: 'reqps',
        width: 6,
        queries: [
          {
            expr: sum(rate('jiraiya_budget_refusals_total'), 'scope', 'period', 'unit'),
            legend: '{{scope}} {{period}} {{unit}}'
          }
        ]
      })
    ),
    row(
      'Tokens',
      graph({
        title: 'Tokens a second',
        about: 'What the provider’s own limit (tokens a minute, divided by 60) is held against.',
        unit: 'short',
        stacked: true,
        queries: [
          {
            expr: sum(rate('jiraiya_ai_tokens_total', model), 'model', 'type'),
            legend: '{{model}} {{type}}'
          }
        ]
      }),
      graph({
        title: 'Tokens of an attempt (95 %)',
        about:
          'output that grows with the same requests is a wordier model; input that grows is a longer prompt, see the changes of its version.',
        unit: 'short',
        queries: [
          {
            expr: quantile(0.95, 'gen_ai_client_token_usage', {
              by: ['gen_ai_token_type'],
              matchers: [genAiModel]
            }),
            legend: '{{gen_ai_token_type}}'
          }
        ]
      }),
      graph({
        title: 'Attempts in the books by estimate',
        about:
          'The provider reported no usage: streams that were left, or a server that never does. The books overstate these.',
        unit: 'reqps',
        queries: [
          {
            expr: sum(rate('jiraiya_ai_usage_estimated_total', model), 'model'),
            legend: '{{model}}'
          }
        ]
      })
    ),
    row(
      'The provider',
      graph({
        title: 'Attempts by outcome',
        about:
          'With what retries and fallbacks hid from callers. One code alone: its section in docs/failure-modes.md; all models at once: our network or key.',
        unit: 'reqps',
        stacked: true,
        queries: [
          {
            expr: `${sum(rate('jiraiya_ai_requests_total', model), 'model', 'outcome')} > 0`,
            legend: '{{model}} {{outcome}}'
          }
        ]
      }),
      graph({
        title: 'Failed attempts by reason',
        about:
          'Finer than the outcome: it tells a bad key from an empty account. Reasons are in docs/failure-modes.md.',
        unit: 'reqps',
        queries: [
          {
            expr: sum(
              rate('gen_ai_client_operation_duration_seconds_count', genAiModel, 'error_type!=""'),
              'error_type'
            ),
            legend: '{{error_type}}'
          }
        ]
      }),
      graph({
        title: 'An attempt takes',
        about:
          'However it ended. Near OPENAI_ATTEMPT_TIMEOUT the provider is slow: a fallback model may be quicker.',
        unit: 's',
        queries: medianAndTail('jiraiya_ai_request_duration_seconds', [model])
      }),
      graph({
        title: 'Retries by reason',
        about:
          'Trouble that callers do not see yet. upstream_rate_limit: ask for a higher limit, or lower AI_MAX_CONCURRENCY.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_ai_retries_total', model), 'reason'), legend: '{{reason}}' }
        ]
      }),
      graph({
        title: 'Fallbacks',
        about: 'Calls that went on to the next model, at its price and in its style.',
        unit: 'reqps',
        queries: [
          {
            expr: sum(rate('jiraiya_ai_fallbacks_total'), 'from', 'to'),
            legend: '{{from}} to {{to}}'
          }
        ]
      }),
      graph({
        title: 'Circuit breakers',
        about:
          '0 closed, 1 half-open, 2 open: the model is not asked at all. It tries again by itself after CIRCUIT_BREAKER_TIMEOUT; look at the reasons above.',
        unit: 'short',
        max: 2,
        decimals: 0,
        alarmAt: 2,
        queries: [
          {
            expr: `max by (model) (${of('jiraiya_circuit_breaker_state')})`,
            legend: '{{model}}'
          }
        ]
      }),
      graph({
        title: 'Turns of circuit breakers',
        about:
          'A breaker that opens and closes all the time: raise CIRCUIT_BREAKER_FAILURE_THRESHOLD only if the provider is known to be so.',
        unit: 'short',
        queries: [
          {
            expr: sum(
              `increase(${of('jiraiya_circuit_breaker_transitions_total')}[$__rate_interval])`,
              'model',
              'to'
            ),
            legend: '{{model}} {{to}}'
          }
        ]
      }),
      graph({
        title: 'First text of a stream (95 %)',
        about:
          'provider: until its first chunk. reader: until the first text they see. What lies between is ours: checks, moderation, hold-back.',
        unit: 's',
        warnAt: 3,
        alarmAt: 10,
        width: 16,
        queries: [
          {
            expr: quantile(0.95, 'gen_ai_client_operation_time_to_first_chunk_seconds', {
              matchers: [genAiModel]
            }),
            legend: 'provider'
          },
          { expr: quantile(0.95, 'jiraiya_stream_time_to_first_text_seconds'), legend: 'reader' }
        ]
      })
    ),
    row(
      'Cache',
      graph({
        title: 'Hit rate',
        about:
          'Stories that were there, or that another caller’s request brought. It falls after a deployment that changes the prompt: the cache knows its version.',
        unit: 'percentunit',
        max: 1,
        width: 12,
        queries: [
          {
            expr: share(
              'jiraiya_cache_requests_total',
              'result=~"hit|shared"',
              'result=~"hit|shared|miss"'
            ),
            legend: 'hits'
          }
        ]
      }),
      graph({
        title: 'Orders by what the cache did',
        about:
          'bypass: the caller wanted another story (Cache-Control: no-cache), or the cache is off.',
        unit: 'reqps',
        width: 12,
        stacked: true,
        queries: [
          { expr: sum(rate('jiraiya_cache_requests_total'), 'result'), legend: '{{result}}' }
        ]
      })
    ),
    row(
      'Quality of stories',
      graph({
        title: 'Keywords found',
        about:
          'Of all that stories were asked to hold. It falls when a model or the prompt has become worse: compare with the day of the change.',
        unit: 'percentunit',
        max: 1,
        queries: [
          {
            expr: `${sum(rate('jiraiya_story_keywords_found_total'))} / ${sum(rate('jiraiya_story_keywords_asked_total'))}`,
            legend: 'found'
          }
        ]
      }),
      graph({
        title: 'Stories that are what was asked for',
        about:
          'With every keyword, and of the length asked for, after repair. The objective is 95 % of stories.',
        unit: 'percentunit',
        max: 1,
        queries: [
          {
            expr: share('jiraiya_story_checks_total', 'result="passed"', 'check="keywords"'),
            legend: 'every keyword'
          },
          {
            expr: share('jiraiya_story_checks_total', 'result="passed"', 'check="length"'),
            legend: 'length'
          }
        ]
      }),
      graph({
        title: 'Repairs',
        about:
          'not_improved is money for nothing. Many improved: the prompt could ask better at first. A repair costs about a story.',
        unit: 'reqps',
        stacked: true,
        queries: [
          {
            expr: sum(rate('jiraiya_story_checks_total', 'check="repair"'), 'result'),
            legend: '{{result}}'
          }
        ]
      }),
      graph({
        title: 'Length against what was asked',
        about: 'In which direction a model misses.',
        unit: 'reqps',
        stacked: true,
        width: 12,
        queries: [
          { expr: sum(rate('jiraiya_story_lengths_total'), 'length'), legend: '{{length}}' }
        ]
      }),
      graph({
        title: 'Words of a story',
        about: 'Cost and duration follow it.',
        unit: 'short',
        width: 12,
        queries: medianAndTail('jiraiya_story_words')
      })
    ),
    row(
      'Safety',
      graph({
        title: 'Moderation',
        about:
          'failed_open: texts pass unmoderated. failed_closed: stories are refused for it. Both: the moderation endpoint is in trouble, see its circuit breaker.',
        unit: 'reqps',
        width: 12,
        queries: [
          {
            expr: sum(rate('jiraiya_moderations_total'), 'stage', 'result'),
            legend: '{{stage}} {{result}}'
          }
        ]
      }),
      graph({
        title: 'Requests that read like instructions',
        about:
          'By rule. prompt_leak is a story that repeats our instructions. Many flagged and honest: tell us the rule; many that are not: PROMPT_INJECTION=block.',
        unit: 'reqps',
        width: 12,
        queries: [
          {
            expr: sum(rate('jiraiya_prompt_injections_total'), 'rule', 'action'),
            legend: '{{rule}} {{action}}'
          }
        ]
      })
    )
  ]
})
