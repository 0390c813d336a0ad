import { applyDecorators, Controller, Get, Res, VERSION_NEUTRAL } from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import { Bare } from '#core/access/bare.decorator.js'
import { Public } from '#core/access/public.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { HealthDto, LivenessDto, ReadinessDto, StartupDto } from './dto/health.dto.js'
import { HealthService } from './health.service.js'

/** The part of the platform's reply that a probe writes to. */
interface Reply {
  status(code: number): unknown
}

interface ProbeRoute {
  readonly id: string
  readonly summary: string
  readonly description: string
}

/** A GET route for probes: not in the access log. */
function Probe(path: string, route: ProbeRoute): MethodDecorator {
  return applyDecorators(
    ApiRoute({ tag: 'health', public: true, ...route }),
    Get(path),
    RouteConfig({ skipAccessLog: true })
  )
}

/** Probes: bare JSON, open to everyone. */
@Public()
@Bare()
@Controller({ path: 'health', version: [VERSION_NEUTRAL, '1'] })
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly lifecycle: Lifecycle
  ) {}

  @Probe('', {
    id: 'readHealth',
    summary: 'Get the health of the service and its dependencies',
    description: 'Checks of dependencies are cached, and no check uses tokens.'
  })
  @ApiSuccess(200, { description: 'Healthy or degraded.', type: HealthDto, bare: true })
  @ApiSuccess(503, {
    description: 'Unhealthy.',
    type: HealthDto,
    bare: true,
    examples: HealthDto.failures
  })
  async report(@Res({ passthrough: true }) reply: Reply): Promise<HealthDto> {
    const report = await this.health.report()
    reply.status(report.status === 'ok' || report.status === 'degraded' ? 200 : 503)
    return report
  }

  @Probe('live', {
    id: 'readLiveness',
    summary: 'Liveness probe',
    description: 'Checks no dependency. When it fails, restart the process.'
  })
  @ApiSuccess(200, { description: 'Alive.', type: LivenessDto, bare: true })
  live(): LivenessDto {
    return { alive: true, timestamp: new Date().toISOString() }
  }

  @Probe('ready', {
    id: 'readReadiness',
    summary: 'Readiness probe',
    description:
      'Fails only for a critical dependency: a shared one that only degrades the service would remove every instance at once.'
  })
  @ApiSuccess(200, { description: 'Ready.', type: ReadinessDto, bare: true })
  @ApiSuccess(503, {
    description: 'Not ready.',
    type: ReadinessDto,
    bare: true,
    examples: ReadinessDto.failures
  })
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<ReadinessDto> {
    const report = await this.health.readiness()
    reply.status(report.ready ? 200 : 503)
    return report
  }

  @Probe('startup', {
    id: 'readStartup',
    summary: 'Startup probe',
    description: 'Returns 200 from the end of the start on.'
  })
  @ApiSuccess(200, { description: 'Started.', type: StartupDto, bare: true })
  @ApiSuccess(503, {
    description: 'Still starting.',
    type: StartupDto,
    bare: true,
    examples: StartupDto.failures
  })
  startup(@Res({ passthrough: true }) reply: Reply): StartupDto {
    const started = this.lifecycle.hasStarted
    reply.status(started ? 200 : 503)
    return { started, timestamp: new Date().toISOString() }
  }
}
