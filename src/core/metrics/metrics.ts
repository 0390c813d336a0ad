import type { Provider } from '@nestjs/common'
import {
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider
} from '@willsoto/nestjs-prometheus'
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

export const metrics: Provider[] = declaredMetrics.map(toProvider)

function toProvider({ name, type, says: help, labels = {}, buckets }: DeclaredMetric): Provider {
  const labelNames = Object.keys(labels)
  switch (type) {
    case 'counter':
      return makeCounterProvider({ name, help, labelNames })
    case 'gauge':
      return makeGaugeProvider({ name, help, labelNames })
    case 'histogram':
      return makeHistogramProvider({ name, help, labelNames, buckets: [...(buckets ?? [])] })
    default:
      return type satisfies never
  }
}
