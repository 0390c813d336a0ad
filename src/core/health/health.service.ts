import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import {
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorResult
} from '@nestjs/terminus'
import { appConfig } from '#core/config/app.config.js'
import { serviceVersion } from '#core/config/version.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import type { HealthDependencyDto, HealthDto, ReadinessDto } from './dto/health.dto.js'
import { HealthRegistry, type HealthProbe } from './health.registry.js'

@Injectable()
export class HealthService {
  private readonly checkedAt = new Map<string, string>()

  constructor(
    private readonly registry: HealthRegistry,
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly lifecycle: Lifecycle,
    @Inject(appConfig.KEY) private readonly settings: ConfigType<typeof appConfig>
  ) {}

  /** Checks all dependencies, each at most as often as its cache time allows. */
  async report(): Promise<HealthDto> {
    const { status, details } = await this.check(this.registry.probes)
    return {
      status: this.lifecycle.isDraining ? 'shutting_down' : status,
      service: 'jiraiya',
      version: serviceVersion,
      environment: this.settings.ENVIRONMENT,
      uptime_seconds: Math.floor(process.uptime()),
      timestamp: new Date().toISOString(),
      shared_state: this.registry.probes.some(({ name }) => name === 'redis') ? 'redis' : 'process',
      dependencies: this.registry.probes.map(({ name, notes }) =>
        this.dependency(name, details[name], notes?.())
      ),
      metrics: {
        requests_total: this.lifecycle.requestsTotal,
        in_flight: this.lifecycle.inFlight
      }
    }
  }

  /** Whether this instance takes requests: only critical dependencies count, today PostgreSQL (database.ts). */
  async readiness(): Promise<ReadinessDto> {
    const critical = this.registry.probes.filter(probe => probe.critical)
    const { status, details } = await this.check(critical)
    const phase = this.lifecycle.isReady ? status : this.lifecyclePhase()
    return {
      ready: phase === 'ok',
      status: phase,
      checks: Object.fromEntries(
        critical.map(({ name }) => [name, this.dependency(name, details[name]).status])
      ),
      timestamp: new Date().toISOString()
    }
  }

  private lifecyclePhase(): 'starting' | 'shutting_down' {
    return this.lifecycle.isDraining ? 'shutting_down' : 'starting'
  }

  private async check(probes: readonly HealthProbe[]): Promise<HealthCheckResult> {
    try {
      return await this.terminus.check(probes.map(probe => () => this.run(probe)))
    } catch (error) {
      // Terminus throws an error with the whole result when a dependency is down.
      if (error instanceof ServiceUnavailableException) {
        return error.getResponse() as HealthCheckResult
      }
      throw error
    }
  }

  private async run(probe: HealthProbe): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(probe.name)
    const result = await indicator
      .attempt(async ({ signal }) => {
        this.checkedAt.set(probe.name, new Date().toISOString())
        await probe.probe(signal)
      })
      .withTimeout(probe.timeoutMs)
      .cacheFor(probe.cacheForMs)
    const answer = result[probe.name]
    if (answer?.status !== 'down' || probe.critical) return result
    return indicator.degraded({ responseTime: answer['responseTime'] })
  }

  private dependency(
    name: string,
    detail: HealthIndicatorResult[string] | undefined,
    notes?: readonly string[]
  ): HealthDependencyDto {
    const statuses = { up: 'healthy', degraded: 'degraded', down: 'unhealthy' } as const
    return {
      name,
      status: statuses[detail?.status ?? 'down'],
      response_time_ms: Math.round(Number(detail?.['responseTime'] ?? 0)),
      last_check: this.checkedAt.get(name) ?? new Date().toISOString(),
      ...(notes && notes.length > 0 && { notes })
    }
  }
}
