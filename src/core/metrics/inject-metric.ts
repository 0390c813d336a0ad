// The one door to the metrics library for the rest of the service.
export { InjectMetric } from '@willsoto/nestjs-prometheus'
export type { Counter, Gauge, Histogram } from 'prom-client'
