import { Controller, Get, Res, VERSION_NEUTRAL } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Public } from '#core/access/public.decorator.js'
import { Bare } from '#core/access/bare.decorator.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import {
  healthExamples,
  liveExamples,
  notReadyExamples,
  notStartedExamples,
  readyExamples,
  startedExamples,
  unhealthyExamples
} from './health-examples.js'
import { HealthReport, LivenessReport, ReadinessReport, StartupReport } from './health-report.js'
import { HealthService } from './health.service.js'

/** The part of the platform's reply that a probe needs. */
interface Reply {
  status(code: number): unknown
}

const probe = { tag: 'health', public: true } as const

/** Probes: bare JSON, open to everyone, not in the access log. */
@Public()
@Bare()
@Controller({ path: 'health', version: [VERSION_NEUTRAL, '1'] })
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly lifecycle: Lifecycle
  ) {}

  @ApiRoute({
    ...probe,
    id: 'readHealth',
    summary: 'Everything known of the service’s health',
    description: 'Asks the neighbours, but seldom: answers are kept, and no probe costs a token.'
  })
  @ApiSuccess(200, { description: 'Works.', type: HealthReport, examples: healthExamples })
  @ApiSuccess(503, {
    description: 'Does not work.',
    type: HealthReport,
    examples: unhealthyExamples
  })
  @Get()
  @RouteConfig({ skipAccessLog: true })
  async report(@Res({ passthrough: true }) reply: Reply): Promise<HealthReport> {
    const report = await this.health.report()
    reply.status(report.status === 'ok' || report.status === 'degraded' ? 200 : 503)
    return report
  }

  /** Touches nothing: only a dead process fails it. */
  @ApiRoute({
    ...probe,
    id: 'readLiveness',
    summary: 'Whether the process is alive',
    description: 'Touches nothing. When it fails, restart.'
  })
  @ApiSuccess(200, { description: 'Alive.', type: LivenessReport, examples: liveExamples })
  @Get('live')
  @RouteConfig({ skipAccessLog: true })
  live(): LivenessReport {
    return { alive: true, timestamp: new Date().toISOString() }
  }

  @ApiRoute({
    ...probe,
    id: 'readReadiness',
    summary: 'Whether to send requests here',
    description:
      'Only dependencies without which nothing works make it fail. A provider that is down does not: that would take every instance out at once.'
  })
  @ApiSuccess(200, { description: 'Ready.', type: ReadinessReport, examples: readyExamples })
  @ApiSuccess(503, { description: 'Not ready.', type: ReadinessReport, examples: notReadyExamples })
  @Get('ready')
  @RouteConfig({ skipAccessLog: true })
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<ReadinessReport> {
    const report = await this.health.readiness()
    reply.status(report.ready ? 200 : 503)
    return report
  }

  @ApiRoute({
    ...probe,
    id: 'readStartup',
    summary: 'Whether the start is over',
    description: 'Turns 200 once and stays so.'
  })
  @ApiSuccess(200, { description: 'Started.', type: StartupReport, examples: startedExamples })
  @ApiSuccess(503, {
    description: 'Still starting.',
    type: StartupReport,
    examples: notStartedExamples
  })
  @Get('startup')
  @RouteConfig({ skipAccessLog: true })
  startup(@Res({ passthrough: true }) reply: Reply): StartupReport {
    const started = this.lifecycle.hasStarted
    reply.status(started ? 200 : 503)
    return { started, timestamp: new Date().toISOString() }
  }
}
