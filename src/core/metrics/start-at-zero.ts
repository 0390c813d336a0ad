import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Settings } from '#core/config/settings.js'
import type { DeclaredMetric, LabelValues, MetricLabel } from './metric-declaration.js'

type Pairs = readonly (readonly [label: string, value: string])[]

/**
 * Shows the series that can be known beforehand, at 0: a rate over a counter that appears with its
 * first event does not see that event.
 */
export function startAtZero(
  registry: Registry,
  metrics: readonly DeclaredMetric[],
  settings: Settings
): void {
  for (const declared of metrics) {
    const metric = registry.getSingleMetric(declared.name)
    const series = seriesAtStart(declared, settings)
    if (metric instanceof Counter || metric instanceof Gauge) {
      for (const labels of series) metric.inc(labels, 0)
    } else if (metric instanceof Histogram) {
      for (const labels of series) metric.zero(labels)
    }
  }
}

/** All combinations of values, if every label's are known; those without labels show by themselves. */
export function seriesAtStart(
  { labels = {}, atStart }: DeclaredMetric,
  settings: Settings
): readonly LabelValues[] {
  if (atStart !== undefined) return atStart(settings)
  const names = Object.entries(labels)
  if (names.length === 0) return []
  let series: readonly Pairs[] = [[]]
  for (const [name, label] of names) {
    const values = knownValues(label, settings) ?? []
    series = series.flatMap(before => values.map(value => before.concat([[name, value]])))
  }
  return series.map(pairs => Object.fromEntries(pairs))
}

/** Undefined where nobody can list them. */
export function knownValues(label: MetricLabel, settings: Settings): readonly string[] | undefined {
  if ('values' in label) return label.values
  return 'configured' in label ? label.configured(settings) : undefined
}
