const capacity = 10
const earnedPerCall = 0.1
const earnedPerSecond = 0.1

/**
 * Limits retries to a share of the calls, so that retries cannot keep an overloaded provider down.
 * Each call earns a tenth of a retry. Time earns six retries a minute, for a service with few calls.
 */
export class RetryBudget {
  private tokens = capacity
  private filledAtMs: number

  /** @param now monotonic milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.filledAtMs = now()
  }

  /** Counts a call. */
  called(): void {
    this.earn(earnedPerCall)
  }

  /** Takes one retry from the budget; false when none is left. */
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
