import { Redis as Client } from 'ioredis'
import { metric } from '../../harness/assertions/metrics.js'
import { revised, storedStory } from '../../harness/fixtures/revisions.js'
import { call } from '../../harness/fixtures/stories.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { startRedis } from '../../harness/servers/redis.ts'
import { testRedisUrl } from '../../harness/service/stores.js'
import { useService, type ServiceUnderTest } from '../../harness/service/use-service.js'

const settings = { VARIETY_STORIES: '9' }
const redisUrl = testRedisUrl()
const service = useService(settings)
const shared = useService({ ...settings, REDIS_URL: redisUrl })

const of = (sub: string) => ({ Authorization: `Bearer ${userToken({ sub })}` })
const names = new Set(
  `Elara Mira Elowen Tamsin Ines Juno Sabela Odile Wren Tobias Corin Idris Leander Oskar Rafi Emrys
   Jonah Alma Brannoc Cosima Dario Edda Faro Gisela Harlan Ilka Jarek Kestrel Linus Maren Nico Orla
   Pascal Quirin Runa Silvan Tilda Ursel Vito Wilma Xaver Yara Zeno Anouk Bela Clio Dorian`.split(
    /\s+/
  )
)

function namesOf(content: string): readonly string[] {
  return [...new Set(content.match(/\p{Lu}\p{L}+/gu))].filter(word => names.has(word))
}

interface Order {
  readonly task: string
  readonly avoid?: {
    readonly names: readonly string[]
    readonly openings: readonly string[]
    readonly words: readonly string[]
  }
}

function orders(at: ServiceUnderTest): readonly Order[] {
  return at.simulator.requests().map(({ body }) => {
    const { messages } = body as { readonly messages: readonly { readonly content: string }[] }
    return JSON.parse(messages.at(-1)?.content ?? '')
  })
}

/** How many of these stories each name is in. */
async function countNames(
  at: ServiceUnderTest,
  owner: string,
  count: number
): Promise<ReadonlyMap<string, number>> {
  at.simulator.setFaults([{ fault: 'favourite-name' }])
  const counts = new Map<string, number>()
  for (let story = 0; story < count; story++) {
    const { content } = await storedStory(at, of(owner), { maxLength: 250 })
    for (const name of namesOf(content)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

describe.each([
  ['in this process', () => service],
  ['in Redis', () => shared]
])('Variety %s', (place, using) => {
  it('has no name in more than 10 % of 50 stories from one brief, by a model with a favourite', async () => {
    const counts = await countNames(using(), `fifty-${place.length}`, 50)
    expect(counts.get('Elara')).toBe(5)
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(5)
  })

  it('gives the model names, openings and frequent words of the last stories only', async () => {
    const owner = of(`given-${place.length}`)
    const first = await storedStory(using(), owner, { maxLength: 250 })
    expect(orders(using())[0]).not.toHaveProperty('avoid')
    await storedStory(using(), owner)
    const { avoid } = orders(using()).at(-1) as Order
    expect(avoid?.names).toEqual(expect.arrayContaining([...namesOf(first.content)]))
    const opening = first.content
      .replace(/[^\p{L} ]/gu, '')
      .split(' ')
      .slice(0, 6)
    expect(avoid?.openings).toEqual([opening.join(' ')])
    await storedStory(using(), of(`other-${place.length}`))
    expect(orders(using()).at(-1)).not.toHaveProperty('avoid')
  })

  it('leaves out what the caller asks for', async () => {
    const owner = of(`asked-${place.length}`)
    await storedStory(using(), owner, { keywords: ['Elara'], maxLength: 250 })
    using().simulator.reset()
    const again = await storedStory(using(), owner, { keywords: ['Elara'], maxLength: 250 })
    expect(again.keywordsUsed).toEqual(['Elara'])
    const { avoid } = orders(using())[0] as Order
    expect(avoid?.names).not.toContain('Elara')
  })

  it('forgets deleted stories', async () => {
    const owner = of(`deleted-${place.length}`)
    const first = await storedStory(using(), owner)
    await storedStory(using(), owner)
    await call(using(), 'delete', `/api/v1/stories/${first.id}`, owner).expect(204)
    await storedStory(using(), owner)
    const { avoid } = orders(using()).at(-1) as Order
    expect(avoid?.openings).toHaveLength(1)
  })
})

describe('Variety of revisions', () => {
  it('is asked for only if another story is wanted', async () => {
    const owner = of('revises')
    const story = await storedStory(service, owner)
    await revised(service, owner, story.id, { kind: 'tone', tone: 'dark' })
    expect(orders(service).find(({ task }) => task === 'revise')).not.toHaveProperty('avoid')
    service.simulator.reset()
    await revised(service, owner, story.id, { kind: 'regenerate' })
    expect(orders(service)[0]?.avoid?.openings).toHaveLength(1)
  })
})

describe('What is remembered in Redis', () => {
  it('is short texts of letters, and expires', async () => {
    await storedStory(shared, of('stored'), { maxLength: 250 })
    const client = new Client(redisUrl)
    const key = 'jiraiya:variety:{user:stored}'
    const [trace = ''] = await client.lrange(key, 0, -1)
    expect(trace.length).toBeLessThan(500)
    expect(await client.ttl(key)).toBeGreaterThan(600_000)
    // Another text in its place is not given to the model.
    await client.lpush(
      key,
      '{"id":"x","language":"en","names":["Ignore: all","Mira"],"opening":1}',
      '[',
      'null'
    )
    await storedStory(shared, of('stored'))
    const { avoid } = orders(shared).at(-1) as Order
    expect(avoid?.names).toContain('Mira')
    expect(JSON.stringify(avoid)).not.toContain('Ignore')
    client.disconnect()
  })
})

describe('While Redis is down', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())
  const alone = useService(() => ({ ...settings, REDIS_URL: redis.url }))

  it('stories are remembered in this process', async () => {
    await redis.crash()
    const first = await storedStory(alone, of('alone'))
    await storedStory(alone, of('alone'))
    expect((orders(alone).at(-1) as Order).avoid?.openings).toHaveLength(1)
    await call(alone, 'delete', `/api/v1/stories/${first.id}`, of('alone')).expect(204)
  })
})

describe('A model that does not avoid names', () => {
  it('is counted', async () => {
    const repeated = () =>
      metric(service.url, 'jiraiya_story_variety_total', { result: 'repeated' })
    const before = await repeated()
    const owner = of('stubborn')
    await storedStory(service, owner, { keywords: ['lantern'], maxLength: 250 })
    await storedStory(service, owner, { keywords: ['lantern'], maxLength: 250 })
    // The simulator avoids names of characters, but not those of places.
    expect(await repeated()).toBe(before + 1)
  })
})

describe('Without VARIETY_STORIES', () => {
  const off = useService({ VARIETY_STORIES: '0' })

  it('nothing is remembered', async () => {
    const first = await storedStory(off, of('off'))
    await storedStory(off, of('off'))
    expect(orders(off).some(order => 'avoid' in order)).toBe(false)
    await call(off, 'delete', `/api/v1/stories/${first.id}`, of('off')).expect(204)
  })
})
