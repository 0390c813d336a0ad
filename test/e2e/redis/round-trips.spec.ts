import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { startRelay, type Relay } from '../../harness/servers/relay.js'
import { testRedisUrl } from '../../harness/service/stores.js'
import { useService } from '../../harness/service/use-service.js'

let relay: Relay
beforeAll(async () => {
  relay = await startRelay(testRedisUrl())
})
const service = useService(() => ({
  CACHE_TTL: '600',
  VARIETY_STORIES: '9',
  REDIS_URL: relay.url
}))
afterAll(() => relay.close())

describe('Redis is asked once', () => {
  const known = storyRequest({ genre: 'a known tale' })

  it('for a story of the cache: rate limit and cache together', async () => {
    await generate(service.url, known).expect(200)
    // Redis has the script and the id from here on.
    await generate(service.url, known).expect(200)
    const before = relay.roundTrips
    const { body } = await generate(service.url, known).expect(200)
    expect(body).toMatchObject({ cached: true })
    expect(relay.roundTrips - before).toBe(1)
  })

  it('before a new story is written', async () => {
    const before = relay.roundTrips
    service.simulator.setFaults([{ fault: 'slow-first-byte', value: 300 }])
    const answer = generate(service.url, storyRequest({ genre: 'a new tale' })).then(
      ({ status }) => status
    )
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    expect(relay.roundTrips - before).toBe(1)
    expect(await answer).toBe(200)
  })
})
