import { Inject, Controller, Get, Header, NotFoundException, VERSION_NEUTRAL } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Registry } from 'prom-client'
import { Public } from '#core/access/public.decorator.js'
import { Bare } from '#core/access/bare.decorator.js'
import { metricsConfig } from '#core/metrics/metrics.config.js'
import { ApiTextSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'

const example = `# HELP jiraiya_requests_in_progress Requests being served now.
# TYPE jiraiya_requests_in_progress gauge
jiraiya_requests_in_progress 1
`

/** Prometheus text: no prefix, no envelope, no rate limit. */
@Bare()
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(
    @Inject(metricsConfig.KEY) private readonly settings: ConfigType<typeof metricsConfig>,
    private readonly registry: Registry
  ) {}

  @ApiRoute({
    id: 'readMetrics',
    tag: 'service',
    summary: 'Get metrics for Prometheus',
    description:
      'Prometheus text format 0.0.4. Returns 404 with `ENABLE_METRICS=false`, and with `METRICS_PORT`, on which they are served then.',
    public: true
  })
  @ApiTextSuccess(200, {
    description: 'All metrics.',
    contentType: 'text/plain',
    maxLength: 10_000_000,
    example
  })
  @ApiErrors('NOT_FOUND')
  @Get()
  @Public()
  @RouteConfig({ skipAccessLog: true })
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  read(): Promise<string> {
    const { ENABLE_METRICS, METRICS_PORT } = this.settings
    if (!ENABLE_METRICS || METRICS_PORT !== undefined) throw new NotFoundException()
    return this.registry.metrics()
  }
}
