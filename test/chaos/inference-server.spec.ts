import request from 'supertest'
import { metric } from '../harness/assertions/metrics.js'
import { readStory, streamRequest } from '../harness/assertions/story-stream.js'
import { generate, storyRequest, testKey } from '../harness/fixtures/requests.js'
import {
  startInferenceServer,
  type InferenceServer
} from '../harness/servers/inference/inference-server.js'
import { eventually } from '../harness/service/instances.js'
import { startService, type Service } from '../harness/service/service.js'

let server: InferenceServer

beforeAll(async () => {
  server = await startInferenceServer()
})
afterAll(() => server.close())

function startBehind(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
  return startService({
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_MODEL: 'random',
    OPENAI_PRICES: '{"random":{"input":1,"output":2}}',
    // A busy machine computes slowly.
    OPENAI_ATTEMPT_TIMEOUT: '600',
    GENERATION_DEADLINE: '1200',
    RESERVATION_LEASE: '1800',
    CACHE_TTL: '0',
    ...settings
  })
}

/** Each genre is another prompt, so another text. */
const genres = ['fable', 'saga']
const size = { min_length: 50, max_length: 200 }
const sizeInCamelCase = { minLength: 50, maxLength: 200 }

describe('With llama.cpp as the provider', () => {
  it('every route ends with a story or a documented error, and some with a story', async () => {
    const service = await startBehind({ OPENAI_EXTRA_BODY: '{"seed":1}' })
    const statuses: number[] = []
    const costs: number[] = []
    for (const genre of genres) {
      const original = await generate(service.url, storyRequest({ genre, ...size }))
      const created = await request(service.url)
        .post('/api/v1/stories')
        .set('X-API-Key', testKey)
        .send(storyRequest({ genre, ...sizeInCamelCase }))
      const streamed = await readStory(service.url, storyRequest({ genre, ...sizeInCamelCase }))
      statuses.push(original.status, created.status, streamed.error?.statusCode ?? streamed.status)
      if (original.status === 200) costs.push(original.body.cost_usd)
      if (created.status === 201) costs.push(created.body.data.costUsd)
      if (streamed.done) costs.push(Number(streamed.done['costUsd']))
    }
    const inUse = await metric(service.url, 'jiraiya_ai_bulkhead_in_use')
    const breakers = await metric(service.url, 'jiraiya_circuit_breaker_state')
    await service.close()

    // 502: the model wrote no story, or did not come to its end.
    expect(statuses.filter(status => ![200, 201, 502].includes(status))).toEqual([])
    expect(statuses).toEqual(expect.arrayContaining([200, 201]))
    expect(costs.filter(cost => !(cost > 0))).toEqual([])
    expect([inUse, breakers]).toEqual([0, 0])
    expect(await server.counts()).toEqual({ running: 0, aborted: 0 })
  })

  it('a disconnect ends the work of the server and frees its slot', async () => {
    // Without a schema the model writes to its token limit.
    const service = await startBehind({
      OPENAI_PROFILE: 'plain',
      OPENAI_EXTRA_BODY: '{"ignore_eos":true}',
      AI_MAX_CONCURRENCY: '1',
      AI_QUEUE_LIMIT: '0'
    })
    const calls = [
      (signal: AbortSignal) => fetch(`${service.url}/api/v1/generate`, longStory(signal)),
      (signal: AbortSignal) => fetch(`${service.url}/api/v1/stories`, longStory(signal)),
      (signal: AbortSignal) => fetch(`${service.url}/api/v1/stories/stream`, longStory(signal))
    ]
    for (const [before, call] of calls.entries()) {
      const controller = new AbortController()
      const ended = call(controller.signal).then(
        answer => answer.text(),
        () => ''
      )
      await eventually(async () => (await server.counts()).running === 1)
      controller.abort()
      await ended.catch(() => undefined)
      await eventually(async () => {
        const { running, aborted } = await server.counts()
        return running === 0 && aborted === before + 1
      })
      await eventually(async () => (await metric(service.url, 'jiraiya_ai_bulkhead_in_use')) === 0)
    }
    await service.close()
    expect(await server.counts()).toEqual({ running: 0, aborted: calls.length })
  })
})

function longStory(signal: AbortSignal): RequestInit {
  return { ...streamRequest(storyRequest()), signal }
}
