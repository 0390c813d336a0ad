import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { LRUCache } from 'lru-cache'
import { LuaScript } from '#core/redis/lua-script.js'
import { RedisService } from '#core/redis/redis.service.js'
import type { StoryTrace } from '#modules/stories/domain/variety/avoidance.js'
import { storiesConfig } from '#modules/stories/stories.config.js'
import { parseTrace } from './parse-trace.js'

const ttlSeconds = 7 * 24 * 3600
/** Owners that are remembered in this process. */
const maxOwners = 10_000

/** KEYS: the list of the owner. ARGV: the trace, the length of the list, seconds. */
const add = new LuaScript(`
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[2]) - 1)
return redis.call('EXPIRE', KEYS[1], ARGV[3])
`)

/** KEYS: the list of the owner. */
const read = new LuaScript(`return redis.call('LRANGE', KEYS[1], 0, -1)`)

/** KEYS: the list of the owner. ARGV: ids of stories. */
const remove = new LuaScript(`
for _, trace in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  for _, id in ipairs(ARGV) do
    if string.find(trace, '"id":"' .. id .. '"', 1, true) then redis.call('LREM', KEYS[1], 0, trace) end
  end
end
return 1
`)

/**
 * What the last stories of each owner had, in Redis, or in this process without Redis and while Redis is
 * down. Losing it costs variety only.
 */
@Injectable()
export class VarietyMemory {
  private readonly size: number
  private readonly own = new LRUCache<string, readonly StoryTrace[]>({
    max: maxOwners,
    ttl: ttlSeconds * 1000
  })

  constructor(
    private readonly redis: RedisService,
    @Inject(storiesConfig.KEY) { VARIETY_STORIES }: ConfigType<typeof storiesConfig>
  ) {
    this.size = VARIETY_STORIES
  }

  get isOn(): boolean {
    return this.size > 0
  }

  /** The latest first. Never rejects. */
  async of(owner: string): Promise<readonly StoryTrace[]> {
    if (!this.isOn) return []
    const key = keyOf(owner)
    const found = await this.redis.attempt(client => read.run(client, [key], []))
    const shared = Array.isArray(found) ? found.flatMap(text => parseTrace(text) ?? []) : []
    return [...(this.own.get(key) ?? []), ...shared].slice(0, this.size)
  }

  /** Never rejects. */
  async add(owner: string, trace: StoryTrace): Promise<void> {
    const key = keyOf(owner)
    const values = [JSON.stringify(trace), this.size, ttlSeconds]
    const isShared = await this.redis.attempt(client => add.run(client, [key], values))
    if (isShared !== undefined) return
    this.own.set(key, [trace, ...(this.own.get(key) ?? [])].slice(0, this.size))
  }

  /** Deletes what is remembered of stories. Never rejects. */
  async forget(owner: string, storyIds: readonly string[]): Promise<void> {
    if (!this.isOn || storyIds.length === 0) return
    const key = keyOf(owner)
    const kept = this.own.get(key)?.filter(({ id }) => !storyIds.includes(id))
    if (kept !== undefined) this.own.set(key, kept)
    const ids = storyIds.map(id => id.toLowerCase())
    await this.redis.attempt(client => remove.run(client, [key], ids))
  }
}

function keyOf(owner: string): string {
  return `jiraiya:variety:{${owner}}`
}
