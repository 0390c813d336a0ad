import { AnswerTooLarge } from './answer-errors.js'
import { maxLineLength } from './answer-limits.js'

const byteOrderMark = '\uFEFF'
const lineEnd = /\r\n|\r|\n/g

/**
 * Decodes server-sent events incrementally. Accepts any line end, no space after the colon, `data:`
 * over several lines, comments, a byte order mark, and events without a blank line between them.
 * Returns the data of each event.
 */
export class SseDecoder {
  /** An incomplete line; the next chunk continues it. */
  private partial: string[] = []
  private partialLength = 0
  private data: string[] = []
  private isStart = true
  /** The last chunk ended with a carriage return, so a following line feed belongs to it. */
  private skipsLineFeed = false

  /** @throws AnswerTooLarge when a line is longer than `maxLineLength` */
  push(chunk: string): readonly string[] {
    const events: string[] = []
    let from = this.skipStart(chunk)
    lineEnd.lastIndex = from
    for (let found = lineEnd.exec(chunk); found !== null; found = lineEnd.exec(chunk)) {
      this.takeLine(chunk.slice(from, found.index), events)
      from = found.index + found[0].length
    }
    this.skipsLineFeed = chunk === '' ? this.skipsLineFeed : chunk.endsWith('\r')
    this.keep(chunk.slice(from))
    return events
  }

  /** The event at the end of the stream, because some servers omit the last blank line. */
  end(): readonly string[] {
    const events: string[] = []
    this.takeLine('', events)
    this.dispatch(events)
    return events
  }

  private skipStart(chunk: string): number {
    let from = 0
    if (this.isStart && chunk.startsWith(byteOrderMark)) from++
    if (this.skipsLineFeed && chunk.startsWith('\n')) from++
    if (chunk !== '') this.isStart = false
    return from
  }

  private keep(rest: string): void {
    if (rest === '') return
    this.partial.push(rest)
    this.partialLength += rest.length
    if (this.partialLength > maxLineLength) throw new AnswerTooLarge('line')
  }

  private takeLine(rest: string, events: string[]): void {
    this.keep(rest)
    const line = this.partial.length === 1 ? (this.partial[0] ?? '') : this.partial.join('')
    this.partial = []
    this.partialLength = 0
    if (line === '') this.dispatch(events)
    else if (line.startsWith('data:')) this.takeData(line, events)
    else if (line.startsWith('{')) this.takeData(`data:${line}`, events)
  }

  private takeData(line: string, events: string[]): void {
    const data = line.slice(line.startsWith('data: ') ? 'data: '.length : 'data:'.length)
    // Some servers separate events by a single line end.
    const begins = data.startsWith('{') || data.startsWith('[DONE]')
    if (begins && this.data.at(-1)?.endsWith('}') === true) this.dispatch(events)
    this.data.push(data)
  }

  private dispatch(events: string[]): void {
    if (this.data.length > 0) events.push(this.data.join('\n'))
    this.data = []
  }
}
