import { readFile } from 'node:fs/promises'
import { startPrometheus } from './prometheus.ts'

/** A Prometheus that watches services, with our rules. */
export interface Watcher {
  readonly url: string
  /**
   * The value of each series, by its labels.
   * @throws Error with the message of Prometheus
   */
  query(expr: string): Promise<readonly Series[]>
  /** The values of each series over time. */
  queryRange(expr: string, fromMs: number, toMs: number): Promise<readonly Series[]>
  rules(): Promise<readonly LoadedRule[]>
  /** The names of the alerts that fire now. */
  firing(): Promise<ReadonlySet<string>>
  stop(): Promise<void>
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly values: readonly number[]
}

export interface LoadedRule {
  readonly name: string
  readonly query: string
  readonly type: 'alerting' | 'recording'
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly health: 'ok' | 'err' | 'unknown'
  readonly lastError?: string
}

interface Answer<T> {
  readonly status: 'success' | 'error'
  readonly error?: string
  readonly data: T
}

interface QueryResult {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>
    readonly value?: readonly [number, string]
    readonly values?: readonly (readonly [number, string])[]
  }[]
}

/** An hour in the rules is two minutes in tests. */
const timesFaster = 30
export const rulesFolder = new URL('../../../../helm/jiraiya/files/prometheus/', import.meta.url)
export const ruleFiles = ['recording-rules.yml', 'alerts.yml'] as const
const millisecondsOf: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000
}

/** Watches these addresses under the job that the rules know, every 15 s in the rules' time. */
export async function startWatcher(...urls: readonly string[]): Promise<Watcher> {
  const targets = urls.map(url => `'${new URL(url).host}'`).join(', ')
  const server = await startPrometheus({
    files: { 'prometheus.yml': configuration(targets), ...(await fasterRules()) }
  })
  const ask = async <T>(path: string, parameters: Readonly<Record<string, string>> = {}) => {
    const body = new URLSearchParams(parameters)
    const init = path.startsWith('query') ? { method: 'POST', body } : {}
    const answer = (await (await fetch(`${server.url}/api/v1/${path}`, init)).json()) as Answer<T>
    if (answer.status === 'error') throw new Error(`${answer.error} in ${parameters['query']}`)
    return answer.data
  }
  const rules = async (): Promise<readonly LoadedRule[]> => {
    const { groups } = await ask<{ groups: readonly { rules: readonly LoadedRule[] }[] }>('rules')
    return groups.flatMap(group => group.rules)
  }
  return {
    url: server.url,
    query: async expr => seriesOf(await ask<QueryResult>('query', { query: expr })),
    queryRange: async (expr, fromMs, toMs) => {
      const [start, end] = [fromMs, toMs].map(ms => String(ms / 1000)) as [string, string]
      return seriesOf(await ask<QueryResult>('query_range', { query: expr, start, end, step: '1' }))
    },
    rules,
    firing: async () => {
      const { alerts } = await ask<{ alerts: readonly { state: string; labels: LabelTexts }[] }>(
        'alerts'
      )
      return new Set(
        alerts
          .filter(({ state }) => state === 'firing')
          .map(({ labels }) => labels['alertname'] ?? '')
      )
    },
    stop: () => server.stop()
  }
}

type LabelTexts = Readonly<Record<string, string>>

/**
 * The same rules with every duration divided by 30: ranges and offsets, how long an alert must hold,
 * and how often rules are evaluated. Thresholds, and windows in names, stay.
 */
export function faster(rules: string): string {
  return rules
    .replaceAll(/\[(\d+)([smhd])\]/g, (_, ...parts) => `[${shorter(...(parts as Parts))}]`)
    .replaceAll(
      /\b(offset |for: |interval: )(\d+)([smhd])\b/g,
      (_, word: string, ...parts) => word + shorter(...(parts as Parts))
    )
}

type Parts = [count: string, unit: string]

function shorter(count: string, unit: string): string {
  return `${(Number(count) * (millisecondsOf[unit] ?? NaN)) / timesFaster}ms`
}

async function fasterRules(): Promise<Readonly<Record<string, string>>> {
  const texts = ruleFiles.map(async name => {
    const text = await readFile(new URL(name, rulesFolder), 'utf8')
    return [name, faster(text)] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

function configuration(targets: string): string {
  return `
global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms }
rule_files: [${ruleFiles.join(', ')}]
scrape_configs:
  - job_name: jiraiya
    static_configs: [{ targets: [${targets}] }]
`
}

function seriesOf({ result }: QueryResult): readonly Series[] {
  return result.map(({ metric: labels, value, values = value ? [value] : [] }) => ({
    labels,
    values: values.map(([, text]) => Number(text))
  }))
}
