import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { LRUCache } from 'lru-cache'
import { LuaScript } from '#core/redis/lua-script.js'
import { RedisService } from '#core/redis/redis.service.js'
import { storiesConfig } from '#modules/stories/stories.config.js'

/** Instructions that a story remembers: the latest ones. */
const maxInstructions = 5
/** Stories that are remembered in this process. */
const maxStories = 10_000

/**
 * KEYS: the list of the parent, that of its revision. ARGV: the instruction, the length of a list, seconds.
 * The revision has the instructions of its parent and one more.
 */
const append = new LuaScript(`
local earlier = redis.call('LRANGE', KEYS[1], 1 - tonumber(ARGV[2]), -1)
for _, text in ipairs(earlier) do redis.call('RPUSH', KEYS[2], text) end
redis.call('RPUSH', KEYS[2], ARGV[1])
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[2]), -1)
redis.call('EXPIRE', KEYS[2], ARGV[3])
if #earlier > 0 then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
return #earlier
`)

/** KEYS: the list of a story. ARGV: seconds. Reading a list keeps it. */
const read = new LuaScript(`
redis.call('EXPIRE', KEYS[1], ARGV[1])
return redis.call('LRANGE', KEYS[1], 0, -1)
`)

/**
 * The conversation about a story: the last instructions that led to it. It is retained in Redis for a while,
 * or in this process without Redis and while Redis is down. Losing it costs a revision its context only.
 */
@Injectable()
export class InstructionMemory {
  private readonly ttlSeconds: number
  private readonly own: LRUCache<string, readonly string[]>

  constructor(
    private readonly redis: RedisService,
    @Inject(storiesConfig.KEY) { REVISION_MEMORY_TTL }: ConfigType<typeof storiesConfig>
  ) {
    this.ttlSeconds = REVISION_MEMORY_TTL
    this.own = new LRUCache({ max: maxStories, ttl: Math.max(1, REVISION_MEMORY_TTL * 1000) })
  }

  /** The instructions that led to a story, the latest last. Never rejects. */
  async of(owner: string, storyId: string): Promise<readonly string[]> {
    if (!this.isOn) return []
    const key = keyOf(owner, storyId)
    const found = await this.redis.attempt(client => read.run(client, [key], [this.ttlSeconds]))
    const texts = Array.isArray(found) ? found.filter(text => typeof text === 'string') : []
    return texts.length > 0 ? texts : (this.own.get(key) ?? [])
  }

  /** Never rejects. */
  async append(
    owner: string,
    parentId: string,
    revisionId: string,
    instruction: string
  ): Promise<void> {
    if (!this.isOn) return
    const keys = [keyOf(owner, parentId), keyOf(owner, revisionId)] as const
    const values = [instruction, maxInstructions, this.ttlSeconds]
    const isShared = await this.redis.attempt(client => append.run(client, keys, values))
    if (isShared !== undefined) return
    const earlier = this.own.get(keys[0]) ?? []
    this.own.set(keys[1], [...earlier, instruction].slice(-maxInstructions))
  }

  /** Deletes what is remembered of stories. Never rejects. */
  async forget(owner: string, storyIds: readonly string[]): Promise<void> {
    if (!this.isOn) return
    const keys = storyIds.map(id => keyOf(owner, id))
    for (const key of keys) this.own.delete(key)
    // One command a key: the keys of an owner are on one node, but other owners' are elsewhere.
    await Promise.all(keys.map(key => this.redis.attempt(client => client.del(key))))
  }

  private get isOn(): boolean {
    return this.ttlSeconds > 0
  }
}

/** The owner is the hash tag, because one script has keys of two stories. */
function keyOf(owner: string, storyId: string): string {
  return `jiraiya:instructions:{${owner}}:${storyId.toLowerCase()}`
}
