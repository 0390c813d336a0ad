import { Injectable } from '@nestjs/common'

/** How a module checks one of its dependencies. */
export interface HealthProbe {
  readonly name: string
  /** Whether the service cannot work without it; otherwise it is only degraded. */
  readonly critical: boolean
  /** How long a result is cached, so that probes do not load the dependency. */
  readonly cacheForMs: number
  readonly timeoutMs: number
  /** Resolves when the dependency is healthy. */
  readonly probe: (signal: AbortSignal) => Promise<void>
}

/** Each module registers its own dependencies here. */
@Injectable()
export class HealthRegistry {
  private readonly registered: HealthProbe[] = []

  register(probe: HealthProbe): void {
    this.registered.push(probe)
  }

  get probes(): readonly HealthProbe[] {
    return this.registered
  }
}
