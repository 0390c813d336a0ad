import { readFile } from 'node:fs/promises'
import { built } from '../../built.ts'
import { baseOf, selectorsOf } from './promql.ts'
import { wordsOf, wordsOfSource } from './source-words.ts'

interface Named {
  readonly name: string
}
interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly targets?: readonly { readonly expr: string }[]
}

const dashboards = ['service.json', 'ai-and-cost.json', 'stores-and-runtime.json']
const minLength = 20

/** Metrics that nothing counts or no panel shows, and panels without a description. */
export async function metricProblems(): Promise<string[]> {
  const { metricGroups } = await built('app.metrics.js')
  const fields = metricGroups.flatMap(({ metrics }) => Object.entries(metrics))
  const declaredMetrics = fields.map(([, metric]) => metric)
  const { libraryMetrics } = await built('core/metrics/library-metrics.js')
  const { read } = await wordsOfSource(() => true)
  const panels = (await Promise.all(dashboards.map(panelsOf))).flat()
  const shown = metricsOn(panels)
  return [
    ...fields.filter(([field]) => !read.has(field)).map(([, { name }]) => `nothing counts ${name}`),
    ...without([...declaredMetrics, ...libraryMetrics], shown).map(
      name => `no dashboard panel shows ${name}`
    ),
    ...withoutDescription(panels).map(
      title => `the panel "${title}" has a description of less than ${minLength} characters`
    ),
    ...canary()
  ]
}

async function panelsOf(name: string): Promise<readonly Panel[]> {
  const text = await readFile(`helm/jiraiya/files/grafana/${name}`, 'utf8')
  const { panels } = JSON.parse(text) as { panels: readonly Panel[] }
  return panels.filter(({ type }) => type !== 'row')
}

function metricsOn(panels: readonly Panel[]): ReadonlySet<string> {
  const exprs = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  return new Set(exprs.flatMap(selectorsOf).map(({ name }) => baseOf(name)))
}

function without(metrics: readonly Named[], known: ReadonlySet<string>): string[] {
  return metrics.map(({ name }) => name).filter(name => !known.has(name))
}

function withoutDescription(panels: readonly Panel[]): string[] {
  return panels
    .filter(({ description = '' }) => description.length < minLength)
    .map(({ title }) => title)
}

function canary(): string[] {
  const code = `/** metrics.spoken_of */ const about = { spoken_of: 'x' }; metrics.counted_total.inc()`
  const panel = {
    id: 1,
    type: 'stat',
    title: 'untitled',
    targets: [{ expr: 'rate(seen_total[5m])' }]
  }
  const planted = [{ name: 'spoken_of' }, { name: 'counted_total' }, { name: 'seen_total' }]
  const found = [
    ...without(planted, wordsOf([code]).read),
    ...without(planted, metricsOn([panel])),
    ...withoutDescription([panel])
  ]
  const wanted = ['spoken_of', 'seen_total', 'spoken_of', 'counted_total', 'untitled']
  return found.join() === wanted.join() ? [] : ['the check of metrics does not find its canary']
}
