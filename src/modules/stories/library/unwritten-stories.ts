import { AsyncLocalStorage } from 'node:async_hooks'
import { Injectable } from '@nestjs/common'
import { ShutdownHooks } from '#core/lifecycle/shutdown-hooks.js'

/** No caller waits for these rows, so they wait for each other and share a statement. */
const gatherMs = 20
/** Longer than a write takes before it is queued. */
const finalWriteMs = 3000

/**
 * Stories that callers have before their rows are written. Statements about an owner's stories wait
 * for the rows first, so that this process reads what it has answered. A process that dies loses the
 * rows that it has gathered.
 */
@Injectable()
export class UnwrittenStories {
  private readonly byOwner = new Map<string, Map<string, Promise<void>>>()
  private gathered: (() => void)[] = []

  constructor(shutdownHooks: ShutdownHooks) {
    shutdownHooks.register({
      phase: 'finish',
      name: 'unwritten stories',
      timeoutMs: finalWriteMs,
      work: () => this.writeAll()
    })
  }

  /** @param write never rejects; runs later, in the context of this request */
  add(owner: string, id: string, write: () => Promise<void>): void {
    const { promise: written, resolve } = Promise.withResolvers<void>()
    const stories = this.byOwner.get(owner) ?? new Map<string, Promise<void>>()
    this.byOwner.set(owner, stories.set(id, written))
    if (this.gathered.length === 0) setTimeout(() => this.write(), gatherMs)
    const begin = async (): Promise<void> => {
      await write()
      stories.delete(id)
      if (stories.size === 0) this.byOwner.delete(owner)
      resolve()
    }
    this.gathered.push(AsyncLocalStorage.bind(() => void begin()))
  }

  /** Resolves when the rows that exist for callers by now are written: one story, or all of the owner. */
  async written(owner: string, id?: string): Promise<void> {
    const stories = this.byOwner.get(owner)
    if (stories === undefined) return
    await (id === undefined ? Promise.all(stories.values()) : stories.get(id))
  }

  private write(): void {
    const { gathered } = this
    this.gathered = []
    for (const begin of gathered) begin()
  }

  private async writeAll(): Promise<void> {
    this.write()
    await Promise.all([...this.byOwner.keys()].map(owner => this.written(owner)))
  }
}
