import { readStream } from '../../../bench/streams/readers.ts'
import type { ServiceProcess } from '../../../tools/dev/service-process.ts'
import { startSimulator } from '../../../tools/simulator/simulator.ts'
import { startInstance } from '../service/instances.js'
import { storyRequest, testKey } from '../fixtures/requests.js'
import { createTestDatabase } from '../service/stores.js'

export interface LoadReport {
  /** How many streams ended in `done`. */
  readonly whole: number
  /** How many were rejected with 503 before their first event. */
  readonly shed: number
  readonly others: readonly number[]
  /** Status of a request after the streams. */
  readonly statusAfterwards: number
  readonly exitCode: number | null
}

interface StreamsForm {
  readonly streams: number
  readonly heapMb: number
  readonly charsPerSecond: number
  /** Before its first byte each stream is open for so long. */
  readonly providerTakesMs?: number
  readonly words?: number
  readonly settings?: Readonly<Record<string, string>>
}

/** Opens this number of streams at once on an instance with a small heap. */
export async function runStreams(form: StreamsForm): Promise<LoadReport> {
  const { streams, charsPerSecond, providerTakesMs = 0, words = 300 } = form
  const simulator = await startSimulator({
    scenario: { charsPerSecond, faults: [{ fault: 'slow-first-byte', value: providerTakesMs }] }
  })
  const database = await createTestDatabase()
  let instance: ServiceProcess | undefined
  try {
    instance = await startInstance(settingsOf(form, database.url, simulator.baseUrl))
    const { url } = instance
    const received = await Promise.all(
      Array.from({ length: streams }, (_, index) =>
        readStream(
          url,
          { 'X-API-Key': testKey },
          JSON.stringify(storyRequest({ genre: `fairy tale ${index}`, maxLength: words }))
        )
      )
    )
    const afterwards = await fetch(`${url}/api/v1/usage`, {
      headers: { 'X-API-Key': testKey }
    })
    return {
      whole: received.filter(({ isDone }) => isDone).length,
      shed: received.filter(({ status }) => status === 503).length,
      others: received.flatMap(({ isDone, status }) => (isDone || status === 503 ? [] : [status])),
      statusAfterwards: afterwards.status,
      exitCode: await instance.stop()
    }
  } finally {
    await instance?.stop()
    await database.drop()
    await simulator.close()
  }
}

function settingsOf(
  { heapMb, settings }: StreamsForm,
  databaseUrl: string,
  providerUrl: string
): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseUrl,
    OPENAI_BASE_URL: providerUrl,
    CACHE_TTL: '0',
    AI_MAX_CONCURRENCY: '100000',
    // Load is the subject here, not the time that a stream takes on this machine.
    GENERATION_DEADLINE: '600',
    RESERVATION_LEASE: '660',
    OPENAI_ATTEMPT_TIMEOUT: '600',
    OPENAI_TIMEOUT: '600',
    STREAM_STALL_TIMEOUT: '600',
    NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
    ...settings
  }
}
