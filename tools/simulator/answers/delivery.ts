import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { once } from 'node:events'
import type { ChosenFaults } from '../faults/fault-selector.ts'
import type { CallTally } from '../api/stats.ts'

/** The parts of a call that sending a response needs. */
export interface Connection {
  readonly response: ServerResponse
  /** Aborted when the connection ends on either side. */
  readonly signal: AbortSignal
  readonly tally: CallTally
  /** Closes the connection on this side; the stats do not count it as a client disconnect. */
  sever(how: 'destroy' | 'reset'): void
}

export interface Body {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const defaultPauseMs = 1_000
/** Events per write when no pace is set: a client still receives several chunks. */
const eventsPerWrite = 16

export async function sendBody(
  connection: Connection,
  body: Body,
  faults: ChosenFaults
): Promise<void> {
  const { response, signal } = connection
  const bytes = Buffer.from(body.text)
  response.writeHead(body.status, { ...body.headers, 'content-length': bytes.length })
  if (!isHalved(faults)) {
    response.end(bytes)
    return
  }
  const half = Math.floor(bytes.length / 2)
  response.write(bytes.subarray(0, half))
  if (await isInterrupted(connection, faults)) return
  await delay(faults.number('slow-stream', defaultPauseMs), undefined, { signal })
  response.end(bytes.subarray(half))
}

/** Waits for `drain` while the client's buffer is full. */
export async function sendEvents(
  connection: Connection,
  events: readonly string[],
  headers: Readonly<Record<string, string>>,
  pace: {
    readonly faults: ChosenFaults
    readonly charsPerSecond: number
    readonly chars: number
    /** Number of tokens in the first `events` events. */
    readonly tokensIn: (events: number) => number
  }
): Promise<void> {
  const { response, signal, tally } = connection
  const { faults } = pace
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache'
  })
  const pauseMs = faults.has('slow-stream')
    ? faults.number('slow-stream', defaultPauseMs)
    : (pace.chars / events.length / pace.charsPerSecond) * 1_000
  const perWrite = pauseMs > 0 ? 1 : eventsPerWrite
  const interruptAt = faults.of('interruption') ? Math.floor(events.length / 2) : Infinity
  const startedAt = performance.now()
  for (let index = 0; index < events.length; index += perWrite) {
    if (index >= interruptAt && (await isInterrupted(connection, faults))) return
    const batch = events.slice(
      index,
      Math.min(index + perWrite, events.length, index < interruptAt ? interruptAt : Infinity)
    )
    tally.sentChunks(batch.length)
    tally.wrote(pace.tokensIn(index + batch.length))
    const fits = response.write(batch.join(''))
    if (!fits) await once(response, 'drain', { signal })
    // Timers fire late by about a millisecond. Waiting for points in time keeps that from adding up.
    const dueMs = startedAt + (index + batch.length) * pauseMs - performance.now()
    if (pauseMs > 0 && dueMs > 0) await delay(dueMs, undefined, { signal })
    else await immediate(signal)
  }
  response.end()
}

/** Never resolves; rejects when the client disconnects. */
export function waitForDisconnect(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const leave = (): void => reject(new Error('The client disconnected'))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}

export async function delayFirstByte(
  signal: AbortSignal,
  faults: ChosenFaults,
  thinkingMs: number
): Promise<void> {
  if (faults.has('held')) await Promise.race([faults.replaced, waitForDisconnect(signal)])
  const fault = faults.has('slow-first-byte') ? faults.number('slow-first-byte', defaultPauseMs) : 0
  if (fault + thinkingMs > 0) await delay(fault + thinkingMs, undefined, { signal })
}

function isHalved(faults: ChosenFaults): boolean {
  return faults.of('interruption') !== undefined || faults.has('slow-stream')
}

async function isInterrupted(connection: Connection, faults: ChosenFaults): Promise<boolean> {
  if (faults.has('stall')) await waitForDisconnect(connection.signal)
  if (!faults.has('cut-stream')) return false
  connection.sever('destroy')
  return true
}

function immediate(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => (signal.aborted ? reject(new Error('The client disconnected')) : resolve()))
  })
}
