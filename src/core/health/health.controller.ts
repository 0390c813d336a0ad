import { Controller, Get, Res, VERSION_NEUTRAL } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Public } from '../access/public.decorator.js'
import { Lifecycle } from '../lifecycle/lifecycle.js'
import { HealthService, type HealthReport, type ReadinessReport } from './health.service.js'

/** The part of the platform's reply that a probe needs. */
interface Reply {
  status(code: number): unknown
}

/** Probes: bare JSON, open to everyone, not in the access log. */
@Public()
@Controller({ path: 'health', version: [VERSION_NEUTRAL, '1'] })
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly lifecycle: Lifecycle
  ) {}

  @Get()
  @RouteConfig({ quiet: true })
  async report(@Res({ passthrough: true }) reply: Reply): Promise<HealthReport> {
    const report = await this.health.report()
    reply.status(report.status === 'ok' || report.status === 'degraded' ? 200 : 503)
    return report
  }

  /** Touches nothing: only a dead process fails it. */
  @Get('live')
  @RouteConfig({ quiet: true })
  live(): { readonly alive: true; readonly timestamp: string } {
    return { alive: true, timestamp: new Date().toISOString() }
  }

  @Get('ready')
  @RouteConfig({ quiet: true })
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<ReadinessReport> {
    const report = await this.health.readiness()
    reply.status(report.ready ? 200 : 503)
    return report
  }

  @Get('startup')
  @RouteConfig({ quiet: true })
  startup(@Res({ passthrough: true }) reply: Reply): {
    readonly started: boolean
    readonly timestamp: string
  } {
    const started = this.lifecycle.hasStarted
    reply.status(started ? 200 : 503)
    return { started, timestamp: new Date().toISOString() }
  }
}
