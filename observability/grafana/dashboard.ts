/**
 * What the dashboards are made of: panels in rows that are laid out by themselves, so that what a
 * panel asks and says is all there is to write.
 */

export interface Query {
  readonly expr: string
  /** Labels in {{ }}. */
  readonly legend?: string
}

interface Threshold {
  readonly from: number
  readonly color: 'green' | 'yellow' | 'red'
}

interface PanelWords {
  readonly title: string
  /** What it is good for, and what to do. */
  readonly about: string
  readonly unit: string
  readonly queries: readonly [Query, ...Query[]]
  /** Of the 24 columns. */
  readonly width?: number
  readonly min?: number
  readonly max?: number
  readonly decimals?: number
  /** From these on it is yellow and red; below the first it is green. */
  readonly warnAt?: number
  readonly alarmAt?: number
  /** Low is bad: from alarmAt down it is red, from warnAt down yellow. */
  readonly lowIsBad?: boolean
}

interface GraphWords extends PanelWords {
  readonly stacked?: boolean
  /** A bar for each of these spans of time, over so long a time. */
  readonly bars?: { readonly each: string; readonly over: string }
}

export interface Panel {
  readonly height: number
  readonly width: number
  readonly json: Readonly<Record<string, unknown>>
}

export interface Row {
  readonly title: string
  readonly panels: readonly Panel[]
}

export interface DashboardWords {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly hasModels?: boolean
  readonly rows: readonly Row[]
}

const columns = 24
const source = { type: 'prometheus', uid: '${datasource}' }
const rateInterval = '$__rate_interval'

/** A series of this service, of the job and the instances that were chosen. */
export function of(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="$job"', 'instance=~"$instance"', ...matchers].join(',')}}`
}

/** Per second. */
export function rate(metric: string, ...matchers: readonly string[]): string {
  return `rate(${of(metric, ...matchers)}[${rateInterval}])`
}

/** In the time that is shown. */
export function grown(metric: string, ...matchers: readonly string[]): string {
  return `increase(${of(metric, ...matchers)}[$__range])`
}

export function sum(expr: string, ...by: readonly string[]): string {
  return by.length === 0 ? `sum(${expr})` : `sum by (${by.join(', ')}) (${expr})`
}

/** The same, of a histogram. */
export function quantile(
  share: number,
  metric: string,
  { by = [], matchers = [] }: { readonly by?: readonly string[]; readonly matchers?: string[] } = {}
): string {
  const buckets = sum(rate(`${metric}_bucket`, ...matchers), 'le', ...by)
  return `histogram_quantile(${share}, ${buckets})`
}

/** Median and 95th percentile of a histogram. */
export function medianAndTail(
  metric: string,
  matchers: string[] = []
): readonly [Query, Query, Query] {
  return [
    { expr: quantile(0.5, metric, { matchers }), legend: 'median' },
    { expr: quantile(0.95, metric, { matchers }), legend: '95 %' },
    { expr: quantile(0.99, metric, { matchers }), legend: '99 %' }
  ]
}

/** Over time. */
export function graph(words: GraphWords): Panel {
  const { stacked = false, bars, width = 8 } = words
  const custom = {
    drawStyle: bars ? 'bars' : 'line',
    lineWidth: 1,
    fillOpacity: stacked || bars ? 60 : 8,
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: stacked || bars ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: words.alarmAt === undefined ? 'off' : 'line' }
  }
  return {
    height: 8,
    width,
    json: {
      type: 'timeseries',
      ...common(words, { mode: 'palette-classic' }, custom),
      ...(bars && { interval: bars.each, timeFrom: bars.over }),
      options: {
        legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
        tooltip: { mode: 'multi', sort: 'desc' }
      },
      targets: words.queries.map((query, index) => target(query, index, 'range'))
    }
  }
}

/** One number: what is so now, or in the whole time that is shown. */
export function number(words: PanelWords): Panel {
  return {
    height: 4,
    width: words.width ?? 4,
    json: {
      type: 'stat',
      ...common(words, { mode: 'thresholds' }),
      options: {
        reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
        colorMode: 'value',
        graphMode: 'none',
        justifyMode: 'auto',
        orientation: 'auto',
        textMode: words.queries[0].legend === undefined ? 'value' : 'value_and_name',
        wideLayout: true
      },
      targets: words.queries.map((query, index) => target(query, index, 'instant'))
    }
  }
}

export function row(title: string, ...panels: readonly Panel[]): Row {
  return { title, panels }
}

/** As Grafana keeps it. */
export function dashboard(words: DashboardWords): Readonly<Record<string, unknown>> {
  const { uid, title, description, hasModels = false, rows } = words
  return {
    uid,
    title,
    description,
    tags: ['jiraiya'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    links: [
      {
        type: 'dashboards',
        title: 'Jiraiya',
        tags: ['jiraiya'],
        asDropdown: true,
        includeVars: true,
        keepTime: true
      }
    ],
    annotations: { list: [] },
    templating: { list: variables(hasModels) },
    panels: laidOut(rows)
  }
}

function common(
  { title, about, unit, min = 0, max, decimals, ...limits }: PanelWords,
  color: object,
  custom?: object
): object {
  return {
    title,
    description: about,
    datasource: source,
    fieldConfig: {
      defaults: {
        unit,
        min,
        ...(max !== undefined && { max }),
        ...(decimals !== undefined && { decimals }),
        color,
        thresholds: { mode: 'absolute', steps: steps(limits) },
        ...(custom && { custom })
      },
      overrides: []
    }
  }
}

function steps({
  warnAt,
  alarmAt,
  lowIsBad = false
}: Pick<PanelWords, 'warnAt' | 'alarmAt' | 'lowIsBad'>): readonly object[] {
  const marks: readonly (Threshold | undefined)[] = lowIsBad
    ? [
        alarmAt === undefined ? undefined : { from: alarmAt, color: 'yellow' },
        warnAt === undefined ? undefined : { from: warnAt, color: 'green' }
      ]
    : [
        warnAt === undefined ? undefined : { from: warnAt, color: 'yellow' },
        alarmAt === undefined ? undefined : { from: alarmAt, color: 'red' }
      ]
  return [
    { color: lowIsBad ? 'red' : 'green', value: null },
    ...marks.flatMap(mark => (mark ? [{ color: mark.color, value: mark.from }] : []))
  ]
}

function target({ expr, legend }: Query, index: number, kind: 'range' | 'instant'): object {
  return {
    refId: String.fromCodePoint(65 + index),
    datasource: source,
    editorMode: 'code',
    expr,
    legendFormat: legend ?? '__auto',
    range: kind === 'range',
    instant: kind === 'instant'
  }
}

function variables(hasModels: boolean): readonly object[] {
  const ofService = { datasource: source, type: 'query', refresh: 2, sort: 1 }
  const several = { includeAll: true, multi: true, allValue: '.*', current: all }
  return [
    {
      name: 'datasource',
      label: 'Prometheus',
      type: 'datasource',
      query: 'prometheus',
      current: { text: 'prometheus', value: 'prometheus' }
    },
    {
      name: 'job',
      ...ofService,
      query: 'label_values(jiraiya_build_info, job)',
      current: { text: 'jiraiya', value: 'jiraiya' }
    },
    {
      name: 'instance',
      ...ofService,
      ...several,
      query: 'label_values(jiraiya_build_info{job="$job"}, instance)'
    },
    ...(hasModels
      ? [
          {
            name: 'model',
            ...ofService,
            ...several,
            query: 'label_values(jiraiya_ai_cost_usd{job="$job"}, model)'
          }
        ]
      : [])
  ]
}

const all = { text: 'All', value: '$__all' }

/** Rows one below the other, the panels of each from left to right. */
function laidOut(rows: readonly Row[]): readonly object[] {
  let id = 0
  let y = 0
  return rows.flatMap(({ title, panels }) => {
    const head = { id: ++id, type: 'row', title, collapsed: false, panels: [] }
    const line = { ...head, gridPos: { x: 0, y: y++, w: columns, h: 1 } }
    let x = 0
    let height = 0
    const placed = panels.map(panel => {
      if (x + panel.width > columns) {
        x = 0
        y += height
        height = 0
      }
      const gridPos = { x, y, w: panel.width, h: panel.height }
      x += panel.width
      height = Math.max(height, panel.height)
      return { id: ++id, ...panel.json, gridPos }
    })
    y += height
    return [line, ...placed]
  })
}
