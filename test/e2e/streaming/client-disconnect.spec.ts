import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { countTokens } from '#modules/llm/usage/token-count.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { eventually } from '../../harness/service/instances.js'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest } from '../../harness/fixtures/requests.js'
import { seededRandom } from '../../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../../harness/service/service.js'
import { SocketReader } from '../../harness/assertions/story-stream.js'

const readers = 60
const mostEventsHeard = 20

let simulator: Simulator
let service: Service
const ledger = new LedgerReader(() => service.app)

beforeAll(async () => {
  // Readers, service and provider share this process, so the model writes slowly.
  simulator = await startSimulator({ scenario: { charsPerSecond: 25 } })
  service = await startService({ OPENAI_BASE_URL: simulator.baseUrl })
})
afterAll(async () => {
  await service.close()
  await simulator.close()
})

async function estimatedCompletionTokens(): Promise<number> {
  const { rows } = await sql<{ readonly tokens: number }>`
    SELECT coalesce(sum(completion_tokens), 0)::integer AS tokens
    FROM ledger_entries WHERE kind <> 'started'`.execute(service.app.get(Database).queries)
  return rows[0]?.tokens ?? 0
}

describe('Sixty clients that disconnect at any moment', () => {
  it('abort their upstream calls, and are charged for the text that was written', async () => {
    const random = seededRandom(42)
    const leftBefore = await metric(service.url, 'jiraiya_requests_total', { status: '499' })
    const all = Array.from({ length: readers }, (_, index) => {
      const reader = new SocketReader(service.url, storyRequest({ genre: `tale ${index}` }))
      return { reader, leavesAfter: Math.floor(random() * mostEventsHeard) }
    })
    await simulator.waitFor(({ inFlight }) => inFlight === readers)
    expect(await metric(service.url, 'jiraiya_streams_open')).toBe(readers)
    let received = 0
    await Promise.all(
      all.map(async ({ reader, leavesAfter }) => {
        await reader.until(({ items }) => items.length >= leavesAfter)
        reader.leave()
        received += countTokens(reader.story.content)
      })
    )
    const { abandoned, completed } = await simulator.waitFor(({ aborted }) => aborted === readers)
    expect(completed).toBe(0)
    await eventually(async () => (await ledger.reservations()) === 0)
    const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends).toHaveLength(readers)
    const isRight = ends.every(
      ({ kind, payer, outcome, reported }) =>
        kind === 'settled' && payer === 'owner' && outcome === 'client_closed' && !reported
    )
    expect(isRight).toBe(true)
    const estimated = await estimatedCompletionTokens()
    // Text that was received is charged; text that was never written is not.
    expect(received).toBeGreaterThan(readers)
    expect(estimated).toBeGreaterThanOrEqual(received)
    expect(estimated).toBeLessThanOrEqual(abandoned.completion * 1.02)
    expect(await ledger.disagreements()).toEqual([])

    expect(await metric(service.url, 'jiraiya_streams_open')).toBe(0)
    expect(await metric(service.url, 'jiraiya_streams_ended_total', { end: 'client_closed' })).toBe(
      readers
    )
    expect(await metric(service.url, 'jiraiya_requests_total', { status: '499' })).toBe(
      leftBefore + readers
    )
    expect(await metric(service.url, 'jiraiya_requests_in_progress')).toBeLessThanOrEqual(1)
  })
})
