import { Injectable, type Type } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { DeclaredMetric, DeclaredMetrics, MetricGroup } from './metric-declaration.js'
import { startAtZero } from './start-at-zero.js'

// Only this folder imports prom-client.
export type { Counter, Gauge, Histogram } from 'prom-client'

type Registered<Declared> =
  Declared extends DeclaredMetric<'counter', infer Label>
    ? Counter<Label>
    : Declared extends DeclaredMetric<'gauge', infer Label>
      ? Gauge<Label>
      : Declared extends DeclaredMetric<'histogram', infer Label>
        ? Histogram<Label>
        : never

type MetricFields<Metrics extends DeclaredMetrics> = {
  readonly [Name in keyof Metrics]: Registered<Metrics[Name]>
}

type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer Intersection
) => void
  ? Intersection
  : never

type FieldsOf<Groups extends readonly MetricGroup[]> = Both<
  { readonly [Index in keyof Groups]: MetricFields<Groups[Index]['metrics']> }[number]
>

/**
 * The base class of a module's injectable of metrics: one field for each declared metric, registered
 * with the application and started at zero.
 *
 *     export class AuditMetrics extends MetricsOf(auditGroup) {}
 */
export function MetricsOf<const Groups extends readonly MetricGroup[]>(
  ...groups: Groups
): Type<FieldsOf<Groups>> {
  @Injectable()
  class ModuleMetrics {
    constructor(registry: Registry, config: ConfigService) {
      for (const { metrics } of groups) {
        for (const [field, declared] of Object.entries(metrics)) {
          const metric = register(declared, registry)
          startAtZero(metric, declared, ({ namespace }) => config.getOrThrow(namespace))
          Object.defineProperty(this, field, { value: metric, enumerable: true })
        }
      }
    }
  }
  return ModuleMetrics as unknown as Type<FieldsOf<Groups>>
}

function register(
  { name, type, help, labels = {}, buckets = [] }: DeclaredMetric,
  registry: Registry
): Counter | Gauge | Histogram {
  const options = { name, help, labelNames: Object.keys(labels), registers: [registry] }
  switch (type) {
    case 'counter':
      return new Counter(options)
    case 'gauge':
      return new Gauge(options)
    case 'histogram':
      return new Histogram({ ...options, buckets: [...buckets] })
    default:
      return type satisfies never
  }
}
