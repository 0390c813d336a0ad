import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { once } from 'node:events'
import type { ChosenFaults } from './fault-book.ts'
import type { CallTally } from './stats.ts'

/** A call as far as sending its answer goes. */
export interface Outlet {
  readonly response: ServerResponse
  /** Aborted when the connection ends, by whomever. */
  readonly signal: AbortSignal
  readonly tally: CallTally
  /** Ends the connection from here, so that it is not taken for the client's leaving. */
  sever(how: 'destroy' | 'reset'): void
}

export interface Body {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

const defaultPauseMs = 1_000
/** Without a pace, so many events share a write: enough writes for a reader to see a stream. */
const eventsPerWrite = 16

export async function sendBody(outlet: Outlet, body: Body, faults: ChosenFaults): Promise<void> {
  const { response, signal } = outlet
  const bytes = Buffer.from(body.text)
  response.writeHead(body.status, { ...body.headers, 'content-length': bytes.length })
  if (!isHalved(faults)) {
    response.end(bytes)
    return
  }
  const half = Math.floor(bytes.length / 2)
  response.write(bytes.subarray(0, half))
  if (await isRuptured(outlet, faults)) return
  await delay(faults.number('slow-stream', defaultPauseMs), undefined, { signal })
  response.end(bytes.subarray(half))
}

/** A write that the client's buffer has no room for waits until it is drained. */
export async function sendEvents(
  outlet: Outlet,
  events: readonly string[],
  headers: Readonly<Record<string, string>>,
  pace: {
    readonly faults: ChosenFaults
    readonly charsPerSecond: number
    readonly chars: number
    /** How many tokens stand in the first so many events. */
    readonly tokensIn: (events: number) => number
  }
): Promise<void> {
  const { response, signal, tally } = outlet
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
  const ruptureAt = faults.of('rupture') ? Math.floor(events.length / 2) : Infinity
  const startedAt = performance.now()
  for (let index = 0; index < events.length; index += perWrite) {
    if (index >= ruptureAt && (await isRuptured(outlet, faults))) return
    const batch = events.slice(
      index,
      Math.min(index + perWrite, events.length, index < ruptureAt ? ruptureAt : Infinity)
    )
    tally.sentChunks(batch.length)
    tally.wrote(pace.tokensIn(index + batch.length))
    const fits = response.write(batch.join(''))
    if (!fits) await once(response, 'drain', { signal })
    // Timers are late by a millisecond or so: against the clock, the lateness does not add up.
    const dueMs = startedAt + (index + batch.length) * pauseMs - performance.now()
    if (pauseMs > 0 && dueMs > 0) await delay(dueMs, undefined, { signal })
    else await immediate(signal)
  }
  response.end()
}

/** Resolves never: rejects when the client leaves. */
export function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const leave = (): void => reject(new Error('The client left'))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}

export async function holdFirstByte(
  signal: AbortSignal,
  faults: ChosenFaults,
  thinkingMs: number
): Promise<void> {
  const fault = faults.has('slow-first-byte') ? faults.number('slow-first-byte', defaultPauseMs) : 0
  if (fault + thinkingMs > 0) await delay(fault + thinkingMs, undefined, { signal })
}

function isHalved(faults: ChosenFaults): boolean {
  return faults.of('rupture') !== undefined || faults.has('slow-stream')
}

async function isRuptured(outlet: Outlet, faults: ChosenFaults): Promise<boolean> {
  if (faults.has('stall')) await silence(outlet.signal)
  if (!faults.has('cut-stream')) return false
  outlet.sever('destroy')
  return true
}

function immediate(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setImmediate(() => (signal.aborted ? reject(new Error('The client left')) : resolve()))
  })
}
