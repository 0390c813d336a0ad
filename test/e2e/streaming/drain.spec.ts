import type { ServiceProcess } from '../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import {
  ofKind,
  openLedger,
  startInstance,
  type OpenLedger
} from '../../harness/service/instances.js'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { SocketReader } from '../../harness/assertions/story-stream.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'

const streams = 8

let simulator: Simulator
let database: TestDatabase
let ledger: OpenLedger
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())
beforeEach(async () => {
  simulator.reset()
  database = await createTestDatabase()
  ledger = openLedger(database.url)
})
afterEach(async () => {
  await ledger.close()
  await database.drop()
})

function start(settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  return startInstance({
    OPENAI_BASE_URL: simulator.baseUrl,
    DATABASE_URL: database.url,
    CACHE_TTL: '0',
    ...settings
  })
}

/** Every stream has started. */
async function readersOf({ url }: ServiceProcess): Promise<readonly SocketReader[]> {
  const readers = Array.from(
    { length: streams },
    (_, index) => new SocketReader(url, storyRequest({ genre: `tale ${index}`, maxLength: 200 }))
  )
  const received = ({ story }: SocketReader): boolean => story.names.includes('delta')
  await Promise.all(readers.map(reader => reader.until(received)))
  return readers
}

describe('A service that gets SIGTERM while it streams', () => {
  it('finishes the streams when there is time, and exits with 0', async () => {
    const service = await start({ SHUTDOWN_TIMEOUT: '300' })
    simulator.setFaults([{ fault: 'slow-stream', value: 8 }])
    const readers = await readersOf(service)
    const ended = service.stop()
    await Promise.all(readers.map(reader => reader.whole()))
    for (const { story } of readers) {
      expect(story.names.at(-1)).toBe('done')
      expect(story.content).toBe(story.done?.['content'])
    }
    expect(await ended).toBe(0)
    expect(await ledger.stories()).toBe(streams)
    expect(await ledger.reservations()).toBe(0)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('ends streams that cannot finish with an error event, charged to the service, and exits with 0', async () => {
    const service = await start({ SHUTDOWN_TIMEOUT: '20' })
    simulator.setFaults([{ fault: 'stall', on: 'stream' }])
    const readers = await readersOf(service)
    simulator.setFaults([{ fault: 'silent' }])
    const ordinary = generate(service.url).then(answer => answer)
    await simulator.waitFor(({ inFlight }) => inFlight === streams + 1)
    const ended = service.stop()
    await Promise.all(readers.map(reader => reader.whole()))
    for (const { items, story } of readers) {
      expect(items.at(-2)).toEqual({ kind: 'retry', ms: 1000 })
      expect(story.names.at(-1)).toBe('error')
      expect(story.error).toMatchObject({
        success: false,
        statusCode: 503,
        error: { code: 'SHUTTING_DOWN', retryable: true }
      })
    }
    const { status, body } = await ordinary
    expect({ status, code: body.error.code }).toEqual({ status: 503, code: 'SHUTTING_DOWN' })
    expect(await ended).toBe(0)
    await simulator.waitFor(({ inFlight }) => inFlight === 0)

    const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
    expect(ends).toHaveLength(streams + 1)
    expect(new Set(ends.map(({ payer }) => payer))).toEqual(new Set(['service']))
    expect(ofKind('settled', ends).length).toBe(streams + 1)
    expect(await ledger.stories()).toBe(0)
    expect(await ledger.reservations()).toBe(0)
    expect(await ledger.disagreements()).toEqual([])
    const lines = service.logs.filter(line => line['action'] === 'request')
    expect(lines.every(line => line['status'] !== 499)).toBe(true)
  })

  it('does not wait for a client that stops reading', async () => {
    const service = await start({ SHUTDOWN_TIMEOUT: '20' })
    simulator.setFaults([{ fault: 'slow-stream', value: 30 }])
    const [reader] = await readersOf(service)
    reader?.stopReading()
    expect(await service.stop()).toBe(0)
    reader?.leave()
    expect(await ledger.reservations()).toBe(0)
  })
})
