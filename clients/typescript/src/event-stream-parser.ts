/** A message of a stream: the name of its event, and its data as text. */
export interface StreamMessage {
  readonly name: string
  readonly data: string
}

/** Server-sent events (WHATWG HTML, 9.2.6) out of text that is split anywhere. */
export class EventStreamParser {
  /** What the stream said last of when to come again. */
  retryMs: number | undefined
  private rest = ''
  private name = ''
  private data: string[] = []

  /** The messages that are whole now. Comments say nothing. */
  push(text: string): readonly StreamMessage[] {
    // A return at the very end may be the first half of a line's end.
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
