import * as fc from 'fast-check'
import { AnswerTooLarge } from './answer-errors.js'
import { maxLineLength } from './answer-limits.js'
import { SseDecoder } from './sse-decoder.js'

function decode(...chunks: readonly string[]): string[] {
  const decoder = new SseDecoder()
  return [...chunks.flatMap(chunk => decoder.push(chunk)), ...decoder.end()]
}

describe('SseDecoder', () => {
  it.each<[string, string, readonly string[]]>([
    ['line feeds', 'data: {"a":1}\n\ndata: [DONE]\n\n', ['{"a":1}', '[DONE]']],
    ['carriage returns and line feeds', 'data: {"a":1}\r\n\r\ndata: x\r\n\r\n', ['{"a":1}', 'x']],
    ['carriage returns', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['no space after the colon', 'data:{"a":1}\n\n', ['{"a":1}']],
    ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['comments and other fields', ': hello\n\nid: 7\nevent: ping\nretry: 3\ndata: a\n\n', ['a']],
    ['several lines of data', 'data: {\ndata: "a": 1\ndata: }\n\n', ['{\n"a": 1\n}']],
    ['empty data', 'data:\n\ndata: a\n\n', ['', 'a']],
    [
      'no blank lines',
      'data: {"a":1}\ndata: {"a":2}\ndata: [DONE]\n',
      ['{"a":1}', '{"a":2}', '[DONE]']
    ],
    ['no field names', '{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']],
    ['no end of the last line', 'data: a\n\ndata: b', ['a', 'b']],
    ['nothing', '', []]
  ])('reads events with %s for every split', (_, text, events) => {
    expect(decode(text)).toEqual(events)
    expect(decode(...Array.from(text))).toEqual(events)
  })

  it('reads the same events for every split', () => {
    const part = fc.constantFrom(
      'data: ',
      'data:',
      '{"a":1}',
      '\n',
      '\r',
      '\r\n',
      ':',
      'x',
      '[DONE]'
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.nat(100), fc.nat(100), (parts, a, b) => {
        const text = parts.join('')
        const [from = 0, to = 0] = [a, b].toSorted((x, y) => x - y)
        expect(decode(text.slice(0, from), text.slice(from, to), text.slice(to))).toEqual(
          decode(text)
        )
      }),
      { numRuns: 2000 }
    )
  })

  it('rejects a line without end', () => {
    const decoder = new SseDecoder()
    const half = 'x'.repeat(maxLineLength / 2)
    decoder.push(half)
    decoder.push(half)
    expect(() => decoder.push('x')).toThrow(AnswerTooLarge)
  })
})
