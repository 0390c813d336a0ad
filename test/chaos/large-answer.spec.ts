import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import request from 'supertest'
import type { ServiceProcess } from '../../tools/dev/service-process.ts'
import { metric } from '../harness/assertions/metrics.js'
import { readStory } from '../harness/assertions/story-stream.js'
import { generate } from '../harness/fixtures/requests.js'
import {
  chunk,
  startScriptedUpstream,
  streamOf,
  type ScriptedUpstream
} from '../harness/servers/scripted-upstream.js'
import { startInstance } from '../harness/service/instances.js'
import { createTestDatabase, type TestDatabase } from '../harness/service/stores.js'
import { storyJson } from '../contract/odd-bodies.js'

const megabyte = 1024 * 1024
const answerBytes = 400 * megabyte

let upstream: ScriptedUpstream
let database: TestDatabase
let instance: ServiceProcess

beforeAll(async () => {
  upstream = await startScriptedUpstream()
  database = await createTestDatabase()
  instance = await startInstance({
    DATABASE_URL: database.url,
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_MAX_RETRIES: '0',
    CACHE_TTL: '0'
  })
  // The code and the heap of a process that has served some requests.
  upstream.respondWith(streamOf([storyJson]))
  for (let each = 0; each < 20; each++) {
    await generate(instance.url)
    await readStory(instance.url)
  }
})
afterAll(async () => {
  await instance.stop()
  await upstream.close()
  await database.drop()
})

/** Sends `part` until the answer has 400 MB or the client disconnects. */
function respondWithLarge(start: string, part: string): void {
  const bytes = Buffer.from(part)
  upstream.respondWith(async ({ response, signal }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write(start)
    for (let sent = 0; sent < answerBytes; sent += bytes.length) {
      if (!response.write(bytes)) await once(response, 'drain', { signal })
    }
    response.end()
  })
}

function resident(): Promise<number> {
  return metric(instance.url, 'process_resident_memory_bytes')
}

/** The largest increase of memory until `work` ends; the process must respond all the time. */
async function growthDuring(work: Promise<unknown>): Promise<number> {
  const before = await resident()
  const state = { isRunning: true }
  const ended = work.finally(() => (state.isRunning = false))
  let growth = 0
  while (state.isRunning) {
    await request(instance.url).get('/api/health/live').expect(200)
    growth = Math.max(growth, (await resident()) - before)
    await nextTurn()
  }
  await ended
  return growth
}

describe('An answer of 400 MB', () => {
  it.each([
    ['one JSON text', '{"id":"', 'x'.repeat(megabyte)],
    ['events', '', chunk({ content: 'x'.repeat(60_000) })],
    ['one event', 'data: {"choices":[{"delta":{"content":"', 'x'.repeat(megabyte)]
  ])('as %s is an error on both routes and takes less than 50 MB', async (_, start, part) => {
    respondWithLarge(start, part)
    const both = Promise.all([generate(instance.url), readStory(instance.url)])
    expect(await growthDuring(both)).toBeLessThan(50 * megabyte)
    const [buffered, streamed] = await both
    expect(buffered.body.error).toMatchObject({ code: 'AI_SERVICE_ERROR' })
    expect(streamed.error?.error).toMatchObject({ code: 'AI_SERVICE_ERROR' })
  })
})
