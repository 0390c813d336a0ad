import type { SettingsLookup } from '#core/config/settings-namespace.js'

/** A label whose values are all known here. */
interface KnownLabel {
  readonly values: readonly string[]
}

/** A label whose values follow from settings. */
interface ConfiguredLabel {
  readonly bound: string
  readonly configured: (of: SettingsLookup) => readonly string[]
}

/** A label whose values are not listed, but of which there is a largest number. */
interface BoundedLabel {
  readonly bound: string
  readonly max: number
}

/** Text from a caller or the provider is never the value of a label. */
export type MetricLabel = KnownLabel | ConfiguredLabel | BoundedLabel

export type LabelValues = Readonly<Record<string, string>>

interface MetricWords<Label extends string> {
  readonly unit: string
  readonly help: string
  /** The purpose for which an operator uses the metric. */
  readonly usedFor: string
  readonly labels?: Readonly<Record<Label, MetricLabel>>
  /**
   * The series that exist before the first event. Default: all combinations of values, if the values
   * of every label are known.
   */
  readonly atStart?: (of: SettingsLookup) => readonly LabelValues[]
}

interface HistogramWords<Label extends string> extends MetricWords<Label> {
  readonly buckets: readonly number[]
}

type MetricType = 'counter' | 'gauge' | 'histogram'

export interface DeclaredMetric<
  Kind extends MetricType = MetricType,
  Label extends string = string
> extends MetricWords<Label> {
  readonly name: string
  readonly type: Kind
  readonly buckets?: readonly number[]
}

export type DeclaredMetrics = Readonly<Record<string, DeclaredMetric>>

/** One table of docs/metrics.md. The keys are the names by which the code knows the metrics. */
export interface MetricGroup<Metrics extends DeclaredMetrics = DeclaredMetrics> {
  readonly title: string
  readonly metrics: Metrics
}

export function counter<const Label extends string = never>(
  name: string,
  words: MetricWords<Label>
): DeclaredMetric<'counter', Label> {
  return { name, type: 'counter', ...words }
}

export function gauge<const Label extends string = never>(
  name: string,
  words: MetricWords<Label>
): DeclaredMetric<'gauge', Label> {
  return { name, type: 'gauge', ...words }
}

export function histogram<const Label extends string = never>(
  name: string,
  words: HistogramWords<Label>
): DeclaredMetric<'histogram', Label> {
  return { name, type: 'histogram', ...words }
}

export function metricGroup<const Metrics extends DeclaredMetrics>(
  title: string,
  metrics: Metrics
): MetricGroup<Metrics> {
  return { title, metrics }
}

export function oneOf(...values: readonly string[]): MetricLabel {
  return { values }
}

/** In seconds: from a request that is refused at once to one that takes two minutes. */
export const requestBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120
]
