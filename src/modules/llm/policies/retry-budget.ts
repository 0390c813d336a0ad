const capacity = 10
const earnedPerCall = 0.1
const earnedPerSecond = 0.1

/**
 * Bounds retries to a share of the calls, so that retrying never becomes the load that keeps a
 * provider down. Each call earns a tenth of a retry; time earns a few a minute, so that a quiet
 * service may still retry.
 */
export class RetryBudget {
  private tokens = capacity
  private filledAtMs: number

  /** @param now monotonic milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.filledAtMs = now()
  }

  /** A call is made that is no retry. */
  called(): void {
    this.earn(earnedPerCall)
  }

  /** Whether one more retry may be made; it is then spent. */
  spend(): boolean {
    const elapsedMs = this.now() - this.filledAtMs
    this.filledAtMs += elapsedMs
    this.earn((elapsedMs / 1000) * earnedPerSecond)
    if (this.tokens < 1) return false
    this.tokens--
    return true
  }

  private earn(tokens: number): void {
    this.tokens = Math.min(this.tokens + tokens, capacity)
  }
}
