import * as fc from 'fast-check'
import { story as original } from '../../../contract/odd-bodies.js'
import { readStory } from '../../assertions/story-stream.js'
import { generate, storyRequest } from '../../fixtures/requests.js'
import { startScriptedUpstream } from '../../servers/scripted-upstream.js'
import { startService } from '../../service/service.js'
import { mutatedAnswers, type MutatedAnswer } from './mutations.js'

/** What both routes respond to one answer of the provider. */
interface Responses {
  readonly answer: MutatedAnswer
  readonly buffered: Awaited<ReturnType<typeof generate>>
  readonly streamed: Awaited<ReturnType<typeof readStory>>
  /** Calls of the provider by the two requests. */
  readonly calls: number
}

/** Requests at the same time; more would only wait for the processor. */
const atOnce = 8
const documented = [200, 422, 502, 503, 504]

/**
 * A service whose provider returns mutated answers: every response is a story or a documented error.
 * @returns the statuses of the buffered route, and how often both routes were compared
 */
export async function expectStoriesOrErrors(
  runs: number,
  seed: number
): Promise<{ readonly statuses: ReadonlySet<number>; readonly compared: number }> {
  const answers = fc.sample(mutatedAnswers, { numRuns: runs, seed })
  const calls = answers.map(() => 0)
  const upstream = await startScriptedUpstream()
  upstream.respondWith(async ({ body, response }) => {
    const index = Number(/tale (\d+)/.exec(JSON.stringify(body['messages']))?.[1])
    calls[index] = (calls[index] ?? 0) + 1
    response.writeHead(answers[index]?.status ?? 500, { 'content-type': 'application/json' })
    response.end(answers[index]?.body)
  })
  const service = await startService({
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_MAX_RETRIES: '0',
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
    CACHE_TTL: '0'
  })
  const statuses = new Set<number>()
  let compared = 0
  const waiting = [...answers.entries()]
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, answer] = next
      const wanted = storyRequest({ genre: `tale ${index}` })
      const buffered = await generate(service.url, { ...wanted, max_length: 200 })
      const streamed = await readStory(service.url, { ...wanted, maxLength: 200 })
      const responses = { answer, buffered, streamed, calls: calls[index] ?? 0 }
      statuses.add(buffered.status)
      if (expectStoryOrError(responses)) compared++
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, work))
  } finally {
    await service.close()
    await upstream.close()
  }
  return { statuses, compared }
}

/** Whether both routes returned a story, each after one call. */
function expectStoryOrError({ answer, buffered, streamed, calls }: Responses): boolean {
  const { status, body } = buffered
  expect(documented).toContain(status)
  expect(documented).toContain(streamed.error?.statusCode ?? 200)
  if (status === 200) expect(body.cost_usd).toBeGreaterThan(0)
  if (streamed.done !== undefined) expect(streamed.done['costUsd']).toBeGreaterThan(0)
  if (answer.isOnlyCut && status === 200) expect(body.content).toBe(original.content)
  if (answer.isOnlyCut && streamed.done) expect(streamed.content).toBe(original.content)
  if (status !== 200 || streamed.done === undefined || calls > 2) return false
  expect([streamed.title, streamed.content]).toEqual([body.title, body.content])
  return true
}
