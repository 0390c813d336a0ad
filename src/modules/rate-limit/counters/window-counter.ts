export interface Window {
  readonly hits: number
  /** Milliseconds until it ends; 0 when none is open. */
  readonly endsInMs: number
}

interface OpenWindow {
  hits: number
  readonly endsAtMs: number
}

/** Of each counter of addresses or owners: about 10 MB. */
export const maxKeysInMemory = 50_000

const closed: Window = { hits: 0, endsInMs: 0 }

/**
 * Counts hits by key in fixed windows that begin with a key's first hit: two numbers per key, however many
 * hits. Without a timer: opening a window removes the windows that have ended.
 */
export class WindowCounter {
  /** In the order in which the windows began, so that the first one ends first. */
  private readonly windows = new Map<string, OpenWindow>()

  constructor(
    /** Beyond this number the oldest window is dropped, which bounds the memory. */
    private readonly maxKeys: number,
    /** Monotonic, so that a change of the wall clock lifts no limit; whole, so that sums are exact. */
    private readonly nowMs: () => number = () => Math.floor(performance.now())
  ) {}

  get size(): number {
    return this.windows.size
  }

  hit(key: string, windowMs: number): Window {
    const nowMs = this.nowMs()
    const window = this.openAt(nowMs, key) ?? this.begin(key, nowMs, windowMs)
    window.hits++
    return { hits: window.hits, endsInMs: window.endsAtMs - nowMs }
  }

  /** The current window, without a hit. */
  peek(key: string): Window {
    const nowMs = this.nowMs()
    const window = this.openAt(nowMs, key)
    return window ? { hits: window.hits, endsInMs: window.endsAtMs - nowMs } : closed
  }

  private openAt(nowMs: number, key: string): OpenWindow | undefined {
    const window = this.windows.get(key)
    return window !== undefined && window.endsAtMs > nowMs ? window : undefined
  }

  private begin(key: string, nowMs: number, windowMs: number): OpenWindow {
    this.windows.delete(key)
    this.makeRoom(nowMs)
    const window = { hits: 0, endsAtMs: nowMs + windowMs }
    this.windows.set(key, window)
    return window
  }

  private makeRoom(nowMs: number): void {
    for (const [key, { endsAtMs }] of this.windows) {
      if (endsAtMs > nowMs && this.windows.size < this.maxKeys) return
      this.windows.delete(key)
    }
  }
}
