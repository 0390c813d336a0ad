import { Histogram, type Counter, type Gauge } from 'prom-client'
import type { SettingsLookup } from '#core/config/settings-namespace.js'
import type { DeclaredMetric, LabelValues, MetricLabel } from './metric-declaration.js'

type Pairs = readonly (readonly [label: string, value: string])[]

/**
 * Shows the series that are known beforehand, at 0: a rate over a counter that appears with its first
 * event does not see that event.
 */
export function startAtZero(
  metric: Counter | Gauge | Histogram,
  declared: DeclaredMetric,
  of: SettingsLookup
): void {
  for (const labels of seriesAtStart(declared, of)) {
    if (metric instanceof Histogram) metric.zero(labels)
    else metric.inc(labels, 0)
  }
}

/** All combinations of values, if every label's are known; those without labels show by themselves. */
export function seriesAtStart(
  { labels = {}, atStart }: DeclaredMetric,
  of: SettingsLookup
): readonly LabelValues[] {
  if (atStart !== undefined) return atStart(of)
  const names = Object.entries(labels)
  if (names.length === 0) return []
  let series: readonly Pairs[] = [[]]
  for (const [name, label] of names) {
    const values = knownValues(label, of) ?? []
    series = series.flatMap(before => values.map(value => before.concat([[name, value]])))
  }
  return series.map(pairs => Object.fromEntries(pairs))
}

/** Undefined where the values cannot be listed. */
export function knownValues(label: MetricLabel, of: SettingsLookup): readonly string[] | undefined {
  if ('values' in label) return label.values
  return 'configured' in label ? label.configured(of) : undefined
}
