import { writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** A write costs more than composing the line, so lines wait for others at most this long. */
const flushAfterMs = 50
/** UTF-16 code units that are written without waiting. */
const flushAt = 16 * 1024
/** At exit, a reader of standard output that is behind gets this time. */
const lastFlushMs = 1000
const tryAgainAfterMs = 10

/**
 * Writes log lines to a file descriptor, many at a time. It never blocks on a pipe whose reader is
 * behind, and it discards what a broken one does not take. sonic-boom, pino's own, repeats such a write
 * for ever when the process exits, and loses lines that are then in its thread.
 */
export class LogWriter implements DestinationStream {
  private lines = ''
  /** Lines that the reader has not taken yet. */
  private rest: Buffer = Buffer.alloc(0)
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly descriptor: number) {}

  write(line: string): void {
    this.lines += line
    if (this.lines.length >= flushAt && this.rest.length === 0) this.flush()
    else this.flushLater()
  }

  /** Writes everything; gives a reader that is behind a second. pino calls it after a fatal line. */
  flushSync(): void {
    const giveUpAtMs = performance.now() + lastFlushMs
    this.flush()
    while (this.rest.length > 0 && performance.now() < giveUpAtMs) {
      sleep(tryAgainAfterMs)
      this.flush()
    }
  }

  private flush(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const { lines } = this
    this.lines = ''
    this.rest = writeAll(this.descriptor, Buffer.concat([this.rest, Buffer.from(lines)]))
    if (this.rest.length > 0) this.flushLater()
  }

  private flushLater(): void {
    this.timer ??= setTimeout(() => this.flush(), flushAfterMs).unref()
  }
}

let shared: LogWriter | undefined

/** The log of the process on standard output. Reading its descriptor makes a pipe non-blocking. */
export function standardOutput(): LogWriter {
  if (shared !== undefined) return shared
  const writer = new LogWriter(process.stdout.fd)
  process.once('exit', () => writer.flushSync())
  return (shared = writer)
}

/** Returns what a full pipe has not taken. */
function writeAll(descriptor: number, bytes: Buffer): Buffer {
  let left = bytes
  try {
    while (left.length > 0) left = left.subarray(writeSync(descriptor, left))
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN'
    return isFull ? left : Buffer.alloc(0)
  }
  return left
}

const never = new Int32Array(new SharedArrayBuffer(4))

function sleep(milliseconds: number): void {
  Atomics.wait(never, 0, 0, milliseconds)
}
