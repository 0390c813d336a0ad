import { setTimeout as wait } from 'node:timers/promises'
import type { ConfigType } from '@nestjs/config'
import { toAppError } from '#core/http/errors/to-app-error.js'
import type { httpConfig } from '#core/http/http.config.js'
import type { EventStream } from './event-stream.js'

const lookEveryMs = 500

export interface RecordStream<Record> {
  /** Rejects if the record no longer exists. */
  readonly read: () => Promise<Record>
  /** Sends what has changed, and finishes the stream when the record changes no more. */
  readonly send: (record: Record) => Promise<void>
  readonly events: EventStream
  readonly signal: AbortSignal
  readonly settings: ConfigType<typeof httpConfig>
}

/**
 * Sends a record whenever it changes. It is read again and again: PostgreSQL's notifications do not pass a pooler.
 * @param first as it was found; sent at once
 * @throws AppError before the first event; a later error is sent as the last event
 */
export async function streamRecord<Record>(
  first: Record,
  { read, send, events, signal, settings }: RecordStream<Record>
): Promise<void> {
  const { STREAM_HEARTBEAT, STREAM_STALL_TIMEOUT } = settings
  events.start({ heartbeatMs: STREAM_HEARTBEAT * 1000, stallMs: STREAM_STALL_TIMEOUT * 1000 })
  try {
    await send(first)
    while (events.end === undefined) {
      await wait(lookEveryMs, undefined, { signal })
      await send(await read())
    }
  } catch (error) {
    if (!events.isOpen) throw error
    events.fail(toAppError(signal.aborted ? signal.reason : error))
  } finally {
    events.stop()
  }
}
