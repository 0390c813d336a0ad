import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { sendEvents, type Connection } from './delivery.ts'
import { ChosenFaults } from '../faults/fault-selector.ts'

/** A client whose buffer is full until the test drains it. */
function reluctantClient() {
  const taken: string[] = []
  let release: (() => void) | undefined
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString())
      release = done
    }
  })
  const controller = new AbortController()
  const connection = {
    response: Object.assign(stream, { writeHead: () => stream }),
    signal: controller.signal,
    tally: { sentChunks: () => undefined, wrote: () => undefined },
    sever: () => undefined
  } as unknown as Connection
  return { connection, taken, take: () => release?.(), leave: () => controller.abort() }
}

const events = Array.from({ length: 64 }, (_, index) => `data: ${index}\n\n`)
const pace = {
  faults: new ChosenFaults(new Map()),
  charsPerSecond: Infinity,
  chars: 64,
  tokensIn: () => 0
}

async function turns(): Promise<void> {
  for (let count = 0; count < 20; count++) await turn()
}

describe('A stream of events', () => {
  it('pauses until the client has read what was written', async () => {
    const client = reluctantClient()
    const sending = sendEvents(client.connection, events, {}, pace)
    for (const writes of [1, 2, 3, 4]) {
      await turns()
      expect(client.taken).toHaveLength(writes)
      client.take()
    }
    await sending
    expect(client.taken.join('')).toBe(events.join(''))
  })

  it('ends when a client that never reads disconnects', async () => {
    const client = reluctantClient()
    const sending = sendEvents(client.connection, events, {}, pace).catch(String)
    await turns()
    client.leave()
    expect(await sending).toContain('AbortError')
    expect(client.taken).toHaveLength(1)
  })
})
