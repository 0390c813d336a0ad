import type { Settings } from '#core/config/settings.js'

/** A label whose values are all known here. */
interface KnownLabel {
  readonly values: readonly string[]
}

/** A label whose values the settings know. */
interface ConfiguredLabel {
  readonly bound: string
  readonly configured: (settings: Settings) => readonly string[]
}

/** A label whose values nobody lists, but of which there cannot be more. */
interface BoundedLabel {
  readonly bound: string
  readonly max: number
}

/** What a caller or the provider wrote is never the value of one. */
export type MetricLabel = KnownLabel | ConfiguredLabel | BoundedLabel

export type LabelValues = Readonly<Record<string, string>>

interface MetricWords {
  readonly unit: string
  readonly help: string
  /** What an operator uses it for. */
  readonly usedFor: string
  readonly labels?: Readonly<Record<string, MetricLabel>>
  /** The series there are before anything has happened; else all whose values are known by then. */
  readonly atStart?: (settings: Settings) => readonly LabelValues[]
}

interface HistogramWords extends MetricWords {
  readonly buckets: readonly number[]
}

export interface DeclaredMetric<Name extends string = string> extends MetricWords {
  readonly name: Name
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly buckets?: readonly number[]
}

export interface MetricGroup<Name extends string = string> {
  readonly title: string
  readonly metrics: readonly DeclaredMetric<Name>[]
}

export function counter<const Name extends string>(
  name: Name,
  words: MetricWords
): DeclaredMetric<Name> {
  return { name, type: 'counter', ...words }
}

export function gauge<const Name extends string>(
  name: Name,
  words: MetricWords
): DeclaredMetric<Name> {
  return { name, type: 'gauge', ...words }
}

export function histogram<const Name extends string>(
  name: Name,
  words: HistogramWords
): DeclaredMetric<Name> {
  return { name, type: 'histogram', ...words }
}

/** Keeps the names of a group's metrics as types. */
export function group<Name extends string>(
  title: string,
  metrics: readonly DeclaredMetric<Name>[]
): MetricGroup<Name> {
  return { title, metrics }
}

export function oneOf(...values: readonly string[]): MetricLabel {
  return { values }
}

/** From milliseconds (refused, or found) to the deadline of a generation. */
export const requestBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120
]
