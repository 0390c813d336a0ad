import { Injectable } from '@nestjs/common'
import { LuaScript } from '#core/redis/lua-script.js'
import { RedisService } from '#core/redis/redis.service.js'
import type { OwnerCount, WindowCount } from './owner-count.js'
import type { OwnerLimit } from '#modules/rate-limit/owner-limits.js'

/**
 * KEYS: the counters of the windows. ARGV: 1 to count or 0 to peek, then limit and milliseconds of each
 * window. A window begins with its first hit and ends when Redis expires its counter, so the clocks of the
 * instances do not matter. Returns whether the request was counted, then hits and milliseconds left of each
 * window.
 */
const script = new LuaScript(`
local taken = tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or 0) >= tonumber(ARGV[2 * i]) then taken = 0 end
end
local answer = { taken }
for i, key in ipairs(KEYS) do
  if taken == 1 and redis.call('INCR', key) == 1 then
    redis.call('PEXPIRE', key, ARGV[2 * i + 1])
  end
  answer[2 * i] = tonumber(redis.call('GET', key) or 0)
  answer[2 * i + 1] = math.max(redis.call('PTTL', key), 0)
end
return answer
`)

/** Counters of owners, shared by all instances. */
@Injectable()
export class RedisCounter {
  constructor(private readonly redis: RedisService) {}

  /**
   * Counts one request atomically in all windows, or in none when one is full.
   * Undefined when Redis is unavailable.
   */
  take(owner: string, limits: readonly OwnerLimit[]): Promise<OwnerCount | undefined> {
    return this.run(1, owner, limits)
  }

  async peek(
    owner: string,
    limits: readonly OwnerLimit[]
  ): Promise<readonly WindowCount[] | undefined> {
    return (await this.run(0, owner, limits))?.windows
  }

  private run(
    hits: 0 | 1,
    owner: string,
    limits: readonly OwnerLimit[]
  ): Promise<OwnerCount | undefined> {
    const keys = limits.map(({ policy }) => `jiraiya:limit:{${owner}}:${policy}`)
    const values = limits.flatMap(({ limit, windowMs }) => [limit, windowMs])
    return this.redis.attempt(async client =>
      toCount(await script.run(client, keys, [hits, ...values]))
    )
  }
}

function toCount(answer: unknown): OwnerCount {
  const [taken, ...numbers] = answer as readonly number[]
  const windows = Array.from({ length: numbers.length / 2 }, (_, index) => ({
    hits: numbers[2 * index] ?? 0,
    endsInMs: numbers[2 * index + 1] ?? 0
  }))
  return { isTaken: taken === 1, windows }
}
