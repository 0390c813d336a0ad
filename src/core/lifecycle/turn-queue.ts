/**
 * Spreads work over the turns of the event loop, a few pieces in each. Generations that run continue before others begin. So
 * a process with more work than it can do finishes what it has begun, instead of beginning everything and finishing
 * nothing. The turns stay short, because Node.js accepts one connection in each. While there is time, nothing waits for
 * longer than a turn.
 */
export class TurnQueue {
  private readonly continuing: (() => void)[] = []
  /** In the order of arrival. */
  private readonly beginning = new Set<() => void>()
  private isScheduled = false

  /** @param nextTurn calls its argument in the next turn of the event loop */
  constructor(
    private readonly perTurn: number,
    private readonly nextTurn: (work: () => void) => void
  ) {}

  /** How many have not begun. */
  get waiting(): number {
    return this.beginning.size
  }

  /** Resolves when it is the turn of a generation that runs. */
  continue(): Promise<void> {
    return new Promise(resolve => {
      this.continuing.push(resolve)
      this.schedule()
    })
  }

  /**
   * Calls `work` when it may begin.
   *
   * @returns removes it, if it has not begun
   */
  begin(work: () => void): () => void {
    this.beginning.add(work)
    this.schedule()
    return () => void this.beginning.delete(work)
  }

  private schedule(): void {
    if (this.isScheduled || this.continuing.length + this.beginning.size === 0) return
    this.isScheduled = true
    this.nextTurn(() => this.run())
  }

  private run(): void {
    this.isScheduled = false
    const going = this.continuing.splice(0, this.perTurn)
    const starting = going.length > 0 ? [] : [...this.beginning.values().take(this.perTurn)]
    for (const work of starting) this.beginning.delete(work)
    for (const work of [...going, ...starting]) work()
    this.schedule()
  }
}
