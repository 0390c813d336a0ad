import { InjectMetric as InjectByName } from '@willsoto/nestjs-prometheus'
import type { MetricName } from './metrics.js'

// The one door to the metrics library for the rest of the service.
export type { Counter, Gauge, Histogram } from 'prom-client'

/** Injects a metric that is declared in metrics.ts. */
export function InjectMetric(name: MetricName): ReturnType<typeof InjectByName> {
  return InjectByName(name)
}
