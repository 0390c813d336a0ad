import { createHash } from 'node:crypto'
import type { RedisClient } from './redis-store.js'

/** A script that Redis runs atomically. It is sent in full only if its digest is unknown to Redis. */
export class LuaScript {
  private readonly sha1: string

  constructor(private readonly text: string) {
    this.sha1 = createHash('sha1').update(text).digest('hex')
  }

  async run(
    client: RedisClient,
    keys: readonly string[],
    values: readonly (string | number)[]
  ): Promise<unknown> {
    const rest = [keys.length, ...keys, ...values] as const
    try {
      return await client.evalsha(this.sha1, ...rest)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return client.eval(this.text, ...rest)
    }
  }
}
