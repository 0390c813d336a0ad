import {
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder
} from '@grafana/grafana-foundation-sdk/common'
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  FieldColorBuilder,
  FieldColorModeId,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
  type Dashboard,
  type Threshold
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder, QueryEditorMode } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'

/** Queries and panels shared by all dashboards, built with the Grafana Foundation SDK. */

export interface Query {
  readonly expr: string
  /** Labels in {{ }}. */
  readonly legend?: string
}

interface PanelWords {
  readonly title: string
  /** What the panel shows, and what to do at unusual values. */
  readonly about: string
  readonly unit: string
  readonly queries: readonly [Query, ...Query[]]
  /** In columns; the widths of a line add up to 24. */
  readonly width?: number
  readonly min?: number
  readonly max?: number
  readonly decimals?: number
  /** The value is yellow from this value on, and green below. */
  readonly warnAt?: number
  /** The value is red from this value on. */
  readonly alarmAt?: number
  /** Reverses the thresholds: red below alarmAt, yellow below warnAt. */
  readonly lowIsBad?: boolean
}

interface GraphWords extends PanelWords {
  readonly stacked?: boolean
  /** Draws one bar for each interval, over the given time range. */
  readonly bars?: { readonly each: string; readonly over: string }
}

type Panel = StatBuilder | TimeseriesBuilder

interface Row {
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

const source = { type: 'prometheus', uid: '${datasource}' }
const rateInterval = '$__rate_interval'

/** A metric of the selected job and instances. */
export function of(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="$job"', 'instance=~"$instance"', ...matchers].join(',')}}`
}

/** Per second. */
export function rate(metric: string, ...matchers: readonly string[]): string {
  return `rate(${of(metric, ...matchers)}[${rateInterval}])`
}

/** Increase over the selected time range. */
export function grown(metric: string, ...matchers: readonly string[]): string {
  return `increase(${of(metric, ...matchers)}[$__range])`
}

export function sum(expr: string, ...by: readonly string[]): string {
  return by.length === 0 ? `sum(${expr})` : `sum by (${by.join(', ')}) (${expr})`
}

/** A quantile of a histogram. */
export function quantile(
  share: number,
  metric: string,
  { by = [], matchers = [] }: { readonly by?: readonly string[]; readonly matchers?: string[] } = {}
): string {
  const buckets = sum(rate(`${metric}_bucket`, ...matchers), 'le', ...by)
  return `histogram_quantile(${share}, ${buckets})`
}

/** Median, 95th and 99th percentile of a histogram. */
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

/** A graph over time. */
export function graph(words: GraphWords): Panel {
  const { stacked = false, bars } = words
  const isStacked = stacked || bars !== undefined
  const panel = common(new TimeseriesBuilder(), words, FieldColorModeId.PaletteClassic)
    .height(8)
    .span(words.width ?? 8)
    .drawStyle(bars ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineWidth(1)
    .fillOpacity(isStacked ? 60 : 8)
    .showPoints(VisibilityMode.Never)
    .spanNulls(false)
    .stacking(
      new StackingConfigBuilder()
        .mode(isStacked ? StackingMode.Normal : StackingMode.None)
        .group('A')
    )
    .thresholdsStyle(
      new GraphThresholdsStyleConfigBuilder().mode(
        words.alarmAt === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Line
      )
    )
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([])
    )
    .tooltip(
      new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending)
    )
    .targets(words.queries.map((query, index) => target(query, index).range()))
  return bars ? panel.interval(bars.each).timeFrom(bars.over) : panel
}

/** A single number: the current value, or the value over the selected time range. */
export function number(words: PanelWords): Panel {
  const hasLegend = words.queries[0].legend !== undefined
  return common(new StatBuilder(), words, FieldColorModeId.Thresholds)
    .height(4)
    .span(words.width ?? 4)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(hasLegend ? BigValueTextMode.ValueAndName : BigValueTextMode.Value)
    .targets(words.queries.map((query, index) => target(query, index).instant()))
}

export function row(title: string, ...panels: readonly Panel[]): Row {
  return { title, panels }
}

/** The dashboard as Grafana JSON; panels are placed row by row. */
export function dashboard(words: DashboardWords): Dashboard {
  const builder = new DashboardBuilder(words.title)
    .uid(words.uid)
    .description(words.description)
    .tags(['jiraiya'])
    .version(1)
    .editable()
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('utc')
    .link(
      new DashboardLinkBuilder('Jiraiya')
        .type(DashboardLinkType.Dashboards)
        .tags(['jiraiya'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true)
    )
    .annotations([])
    .variables(variables(words.hasModels ?? false))
  for (const { title, panels } of words.rows) {
    builder.withRow(new RowBuilder(title))
    for (const panel of panels) builder.withPanel(panel)
  }
  const built = builder.build()
  built.panels?.forEach((panel, index) => (panel.id = index + 1))
  // The library's default hides the link in a menu; without a placement it is shown in the header.
  built.links?.forEach(link => delete link.placement)
  return built
}

function common<T extends Panel>(panel: T, words: PanelWords, color: FieldColorModeId): T {
  const { title, about, unit, min = 0, max, decimals, ...limits } = words
  panel
    .title(title)
    .description(about)
    .datasource(source)
    .unit(unit)
    .min(min)
    .colorScheme(new FieldColorBuilder().mode(color))
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholds(limits))
    )
  if (max !== undefined) panel.max(max)
  if (decimals !== undefined) panel.decimals(decimals)
  return panel
}

function thresholds({
  warnAt,
  alarmAt,
  lowIsBad = false
}: Pick<PanelWords, 'warnAt' | 'alarmAt' | 'lowIsBad'>): Threshold[] {
  const [base, first, second] = lowIsBad
    ? (['red', { value: alarmAt, color: 'yellow' }, { value: warnAt, color: 'green' }] as const)
    : (['green', { value: warnAt, color: 'yellow' }, { value: alarmAt, color: 'red' }] as const)
  const steps = [first, second].flatMap(({ value, color }) =>
    value === undefined ? [] : [{ value, color }]
  )
  return [{ color: base, value: null }, ...steps]
}

function target({ expr, legend }: Query, index: number): DataqueryBuilder {
  return new DataqueryBuilder()
    .refId(String.fromCodePoint(65 + index))
    .datasource(source)
    .editorMode(QueryEditorMode.Code)
    .expr(expr)
    .legendFormat(legend ?? '__auto')
}

function variables(hasModels: boolean): (QueryVariableBuilder | DatasourceVariableBuilder)[] {
  const several = (variable: QueryVariableBuilder): QueryVariableBuilder =>
    variable.includeAll(true).multi(true).allValue('.*').current({ text: 'All', value: '$__all' })
  const query = (name: string, text: string): QueryVariableBuilder =>
    new QueryVariableBuilder(name)
      .datasource(source)
      .query(text)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalAsc)
  return [
    new DatasourceVariableBuilder('datasource')
      .label('Prometheus')
      .type('prometheus')
      .current({ text: 'prometheus', value: 'prometheus' }),
    query('job', 'label_values(jiraiya_build_info, job)').current({
      text: 'jiraiya',
      value: 'jiraiya'
    }),
    several(query('instance', 'label_values(jiraiya_build_info{job="$job"}, instance)')),
    ...(hasModels
      ? [several(query('model', 'label_values(jiraiya_ai_cost_usd{job="$job"}, model)'))]
      : [])
  ]
}
