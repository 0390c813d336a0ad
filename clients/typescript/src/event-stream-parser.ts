/** A message of an event stream. */
export interface StreamMessage {
  readonly name: string
  readonly data: string
}

/** Parses server-sent events (WHATWG HTML, 9.2.6) from chunks of text. */
export class EventStreamParser {
  /** The last `retry` field. */
  retryMs: number | undefined
  private rest = ''
  private name = ''
  private data: string[] = []

  /** Returns the messages that are complete now. Comments are ignored. */
  push(text: string): readonly StreamMessage[] {
    // A CR at the end of a chunk may be followed by an LF in the next one.
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    return lines.flatMap(line => (line === '' ? this.dispatch() : this.take(line)))
  }

  private take(line: string): readonly StreamMessage[] {
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.name = value
    if (field === 'data') this.data.push(value)
    if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value)
    return []
  }

  private dispatch(): readonly StreamMessage[] {
    const { name, data } = this
    this.name = ''
    this.data = []
    return data.length === 0 ? [] : [{ name: name || 'message', data: data.join('\n') }]
  }
}
