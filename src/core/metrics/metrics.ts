import type { Provider } from '@nestjs/common'
import {
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider
} from '@willsoto/nestjs-prometheus'
import type { Registry } from 'prom-client'
import type { DeclaredMetric } from './metric-declaration.js'
import { modelMetrics } from './model-metrics.js'
import { serviceMetrics } from './service-metrics.js'
import { storyMetrics } from './story-metrics.js'

/** Every metric of the service, in the order of docs/metrics.md, which is generated from here. */
export const metricGroups = [...storyMetrics, ...modelMetrics, ...serviceMetrics] as const

export type MetricName = (typeof metricGroups)[number]['metrics'][number]['name']

export const declaredMetrics: readonly DeclaredMetric<MetricName>[] = metricGroups.flatMap(
  (each): readonly DeclaredMetric<MetricName>[] => each.metrics
)

/** The metrics of one application, which nothing else in the process counts in. */
export function metricProviders(registry: Registry): Provider[] {
  return declaredMetrics.map(declared => toProvider(declared, [registry]))
}

function toProvider(
  { name, type, help, labels = {}, buckets }: DeclaredMetric,
  registers: Registry[]
): Provider {
  const labelNames = Object.keys(labels)
  switch (type) {
    case 'counter':
      return makeCounterProvider({ name, help, labelNames, registers })
    case 'gauge':
      return makeGaugeProvider({ name, help, labelNames, registers })
    case 'histogram':
      return makeHistogramProvider({
        name,
        help,
        labelNames,
        registers,
        buckets: [...(buckets ?? [])]
      })
    default:
      return type satisfies never
  }
}
