import { currentContext } from '#core/context/request-context.js'

/** The owner of the request that is served; empty outside of a request. */
export function currentOwner(): string {
  return currentContext()?.userId ?? ''
}

/** Whom an open circuit breaker rejects. */
export type BreakerScope = 'one owner' | 'all owners'

/**
 * Consecutive failures of a model, with their owners. When there are as many as the threshold, they block the
 * calls of all owners if they are of at least two, otherwise only those of their owner: a prompt that the
 * provider cannot answer must not stop the stories of others.
 */
export class FailureRun {
  private owners: string[] = []
  private readonly blocked = new Set<string>()
  private isBlockedForAll = false

  constructor(private readonly threshold: number) {}

  get scope(): BreakerScope {
    return this.isBlockedForAll ? 'all owners' : 'one owner'
  }

  failed(owner: string): void {
    this.owners.push(owner)
    if (this.owners.length < this.threshold) return
    if (new Set(this.owners).size > 1) this.isBlockedForAll = true
    else this.blocked.add(owner)
    // Failures that have blocked their owner do not count against others.
    this.owners = []
  }

  succeeded(): void {
    this.owners = []
  }

  blocks(owner: string): boolean {
    return this.isBlockedForAll || this.blocked.has(owner)
  }

  /** The circuit breaker has closed. */
  close(): void {
    this.owners = []
    this.blocked.clear()
    this.isBlockedForAll = false
  }
}
