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

/** The share of one label value in a counter. */
function share(metric: string, part: string, whole?: string): string {
  const wholes = whole === undefined ? [] : [whole]
  const parts = [...wholes, part]
  return `${sum(rate(metric, ...parts))} / ${sum(rate(metric, ...wholes))}`
}

/** The mean of a histogram. */
function mean(metric: string): string {
  return `${sum(rate(`${metric}_sum`))} / ${sum(rate(`${metric}_count`))}`
}

/** Cost, health of the provider and quality of stories. */
export const aiDashboard = dashboard({
  uid: 'jiraiya-ai',
  title: 'Jiraiya: AI and cost',
  description:
    'Cost, tokens, provider health and story quality. For billing use the ledger (GET /api/v1/admin/usage): Prometheus misses the cost between the last scrape of an instance and its end.',
  hasModels: true,
  rows: [
    row(
      'Cost',
      number({
        title: 'Cost',
        about:
          'Cost in the selected time range, by the price table. Compare it with the ledger before you dispute an invoice.',
        unit: 'currencyUSD',
        decimals: 4,
        queries: [{ expr: sum(grown('jiraiya_ai_cost_usd', model)) }]
      }),
      number({
        title: 'Cost a month at this rate',
        about: 'The rate of the selected time range, times 30 days. Select at least a week.',
        unit: 'currencyUSD',
        decimals: 2,
        queries: [
          {
            expr: `${sum(`rate(${of('jiraiya_ai_cost_usd', model)}[$__range])`)} * 86400 * 30`
          }
        ]
      }),
      number({
        title: 'Cost of a story',
        about:
          'Cost divided by finished stories, including cached ones. Retries, repairs, fallbacks and longer stories raise it; the rows below show which.',
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
          'What cache hits would have cost. If it is low although requests repeat, check CACHE_TTL.',
        unit: 'currencyUSD',
        decimals: 4,
        queries: [{ expr: sum(grown('jiraiya_cache_saved_usd')) }]
      }),
      number({
        title: 'Refused by the global budget',
        width: 3,
        about:
          'Above 0, no client gets a new story: raise BUDGET_GLOBAL_DAILY_USD, or wait for midnight UTC.',
        unit: 'short',
        decimals: 0,
        alarmAt: 1,
        queries: [{ expr: sum(grown('jiraiya_budget_refusals_total', 'scope="global"')) }]
      }),
      number({
        title: 'Global budget used',
        width: 3,
        about: 'Spent or reserved. At 1, no client gets a new story. 0 if no global budget is set.',
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
        about: 'Prompt and completion tokens, as the provider reported them.',
        unit: 'short',
        queries: [{ expr: sum(grown('jiraiya_ai_tokens_total', model)) }]
      }),
      graph({
        title: 'Cost by model and day',
        about:
          'The last 30 days. A second model in a bar is the share of fallbacks. A higher bar with the same number of stories means that stories became more expensive.',
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
        title: 'Cost an hour, and the average',
        about:
          'The average is of the last seven days. Four times the average fires JiraiyaSpendingFast: find the owner with GET /api/v1/admin/usage.',
        unit: 'currencyUSD',
        width: 6,
        queries: [
          { expr: 'job:jiraiya_ai_cost_usd:rate1h{job="$job"} * 3600', legend: 'now' },
          {
            expr: 'avg_over_time(job:jiraiya_ai_cost_usd:rate1h{job="$job"}[7d]) * 3600',
            legend: 'average'
          }
        ]
      }),
      graph({
        title: 'Refused or limited by a budget',
        about:
          'owner and credential are single budgets; an admin can raise them (PUT /api/v1/admin/budgets/:owner). Stories that a budget ended early, and reached thresholds of BUDGET_WARN_AT, are included.',
        unit: 'reqps',
        width: 6,
        queries: [
          {
            expr: sum(rate('jiraiya_budget_refusals_total'), 'scope', 'period', 'unit'),
            legend: '{{scope}} {{period}} {{unit}}'
          },
          { expr: sum(rate('jiraiya_budget_limited_total'), 'what'), legend: 'limited {{what}}' },
          {
            expr: sum(rate('jiraiya_budget_warnings_total'), 'scope', 'period', 'percent'),
            legend: '{{scope}} {{period}} at {{percent}} %'
          }
        ]
      })
    ),
    row(
      'Tokens',
      graph({
        title: 'Tokens per second',
        about:
          'Compare it with the token limit of the provider account (tokens a minute, divided by 60).',
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
          'If output grows with the same requests, the model writes more. If input grows, the prompt became longer; see the changes of its version.',
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
        title: 'Attempts with estimated usage',
        about:
          'The provider reported no usage: disconnected streams, or a server that never reports it. The ledger overstates these attempts.',
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
      'Provider',
      graph({
        title: 'Attempts by outcome',
        about:
          'Including failures that retries and fallbacks hid from clients. One code: see docs/failure-modes.md. All models at once: check the network or the key.',
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
          'More precise than the outcome: for example, it distinguishes an invalid key from an account without credit. docs/failure-modes.md lists the reasons.',
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
        title: 'Attempt duration',
        about:
          'Successful and failed attempts. Near OPENAI_ATTEMPT_TIMEOUT the provider is slow: a fallback model may be faster.',
        unit: 's',
        queries: medianAndTail('jiraiya_ai_request_duration_seconds', [model])
      }),
      graph({
        title: 'Retries by reason',
        about:
          'Failures that clients do not see. upstream_rate_limit: request a higher limit from the provider, or lower AI_MAX_CONCURRENCY.',
        unit: 'reqps',
        queries: [
          { expr: sum(rate('jiraiya_ai_retries_total', model), 'reason'), legend: '{{reason}}' }
        ]
      }),
      graph({
        title: 'Fallbacks',
        about: 'Calls that used the next model, at its price and in its style.',
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
          '0 closed, 1 half-open, 2 open: the model is not called. After CIRCUIT_BREAKER_TIMEOUT the breaker allows a trial call; see the reasons above.',
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
        title: 'Circuit breaker transitions',
        about:
          'If a breaker opens and closes repeatedly, raise CIRCUIT_BREAKER_FAILURE_THRESHOLD only if such failures are normal for this provider.',
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
        title: 'Time to first text of a stream (95 %)',
        about:
          'provider: until its first chunk. client: until the first text that the client gets. The difference is the service: checks, moderation, buffering.',
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
          { expr: quantile(0.95, 'jiraiya_stream_time_to_first_text_seconds'), legend: 'client' }
        ]
      }),
      graph({
        title: 'Time until a model is shut down',
        about:
          'For configured models with an announced date. Red: replace the model. Negative: the date has passed.',
        unit: 's',
        warnAt: 120 * 86_400,
        alarmAt: 60 * 86_400,
        lowIsBad: true,
        queries: [
          {
            expr: `min by (model) (${of('jiraiya_model_shutdown_timestamp_seconds')}) - time()`,
            legend: '{{model}}'
          }
        ]
      })
    ),
    row(
      'Cache',
      graph({
        title: 'Hit rate',
        about:
          'Stories from the cache, or shared with a concurrent request. It falls after a release that changes the prompt, because the cache key contains the prompt version.',
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
        title: 'Requests by cache result',
        about:
          'bypass: the client requested a new story (Cache-Control: no-cache), or the cache is off.',
        unit: 'reqps',
        width: 12,
        stacked: true,
        queries: [
          { expr: sum(rate('jiraiya_cache_requests_total'), 'result'), legend: '{{result}}' }
        ]
      })
    ),
    row(
      'Variety and revisions',
      graph({
        title: 'Stories by variety',
        about:
          'repeated: a story has a name of the owner’s last stories, although the model was given it as what to avoid.',
        unit: 'reqps',
        stacked: true,
        queries: [
          { expr: sum(rate('jiraiya_story_variety_total'), 'result'), legend: '{{result}}' }
        ]
      }),
      graph({
        title: 'Revisions by kind',
        about: 'Which revisions are used.',
        unit: 'reqps',
        stacked: true,
        queries: [{ expr: sum(rate('jiraiya_revisions_total'), 'kind'), legend: '{{kind}}' }]
      }),
      graph({
        title: 'Failed revisions',
        about: 'Revisions without a story, by kind, for any reason.',
        unit: 'reqps',
        queries: [
          {
            expr: sum(rate('jiraiya_revisions_total', 'result="failed"'), 'kind'),
            legend: '{{kind}}'
          }
        ]
      })
    ),
    row(
      'Quality of stories',
      graph({
        title: 'Keywords found',
        about:
          'Share of the requested keywords that are in the stories. It falls when the model or the prompt becomes worse: compare it with the time of the change.',
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
        title: 'Stories that meet the request',
        about:
          'After repair: stories that pass every check, all keywords, the length. The objective is 95 % of stories; an alert fires below 97 % in minutes.',
        unit: 'percentunit',
        max: 1,
        queries: [
          {
            expr: share('jiraiya_story_checks_total', 'result="passed"', 'check="all"'),
            legend: 'every check'
          },
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
          'not_improved: the repair cost money and did not help. Many improved: a better prompt would save repairs. A repair costs about as much as a story.',
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
        title: 'Length compared with the request',
        about: 'Whether stories are too short or too long.',
        unit: 'reqps',
        stacked: true,
        width: 12,
        queries: [
          { expr: sum(rate('jiraiya_story_lengths_total'), 'length'), legend: '{{length}}' }
        ]
      }),
      graph({
        title: 'Words of a story',
        about: 'Cost and duration depend on it.',
        unit: 'short',
        width: 12,
        queries: medianAndTail('jiraiya_story_words')
      }),
      graph({
        title: 'Repeated and different wording',
        about:
          'Means of the indicators. distinct pairs: different pairs of adjacent words. repeated groups: groups of four words that occur more than once. Compare a change with the time of a new model or prompt.',
        unit: 'percentunit',
        max: 1,
        queries: [
          { expr: mean('jiraiya_story_distinct_pairs_ratio'), legend: 'distinct pairs' },
          { expr: mean('jiraiya_story_repeated_groups_ratio'), legend: 'repeated groups' },
          { expr: mean('jiraiya_story_dialogue_ratio'), legend: 'dialogue' }
        ]
      }),
      graph({
        title: 'Similarity to the last stories of the owner',
        about:
          'The most similar of the last 20. Unrelated texts have about 0.5. A higher value: the model writes the same story again and again.',
        unit: 'percentunit',
        max: 1,
        queries: medianAndTail('jiraiya_story_similarity_ratio')
      }),
      graph({
        title: 'Stories with indicators',
        about:
          'dropped: the process is overloaded, the queue is full, or the story is deleted. failed: PostgreSQL fails; see its dashboard.',
        unit: 'reqps',
        stacked: true,
        queries: [
          { expr: sum(rate('jiraiya_story_indicators_total'), 'result'), legend: '{{result}}' }
        ]
      })
    ),
    row(
      'Safety',
      graph({
        title: 'Moderation',
        about:
          'failed_open: texts pass without moderation. failed_closed: stories are rejected. Both mean that the moderation endpoint fails; see its circuit breaker.',
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
        title: 'Prompt injection',
        about:
          'Matches by rule. prompt_leak: a story repeats the system prompt. Many flagged valid requests: report the rule. Many attacks: set PROMPT_INJECTION=block.',
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
