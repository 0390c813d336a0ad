import { Injectable } from '@nestjs/common'

/** What a module says of a neighbour it depends on. */
export interface HealthProbe {
  readonly name: string
  /** Whether the service is of no use without it; otherwise it only degrades. */
  readonly critical: boolean
  /** How long an answer holds, so that probes do not wear the neighbour out. */
  readonly cacheForMs: number
  readonly timeoutMs: number
  /** Resolves when the neighbour is well. */
  readonly probe: (signal: AbortSignal) => Promise<void>
}

/** Each module registers its own neighbours here. */
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
