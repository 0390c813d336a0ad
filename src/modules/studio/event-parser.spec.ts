import * as fc from 'fast-check'
import { EventParser } from './page/event-parser.js'

const story = [
  ': awake\n\n',
  'event: meta\r\ndata: {"storyId":"1"}\r\n\r\n',
  'retry: 1000\nevent: delta\ndata: {"text":"Füchsin 🦊\\n\\nagain"}\n\n',
  'data:[1,\rdata: 2]\r\r',
  'event: nothing\n\n',
  'id\nevent: done\ndata: {}\n\n'
].join('')

const events = [
  { name: 'meta', data: { storyId: '1' } },
  { name: 'delta', data: { text: 'Füchsin 🦊\n\nagain' } },
  { name: 'message', data: [1, 2] },
  { name: 'done', data: {} }
]

describe('EventParser', () => {
  it('reads events with any line ending', () => {
    expect(new EventParser().push(story)).toEqual(events)
  })

  it('returns an event as soon as it is complete', () => {
    const parser = new EventParser()
    expect(parser.push('event: title\ndata: {"text":"A"}\n')).toEqual([])
    expect(parser.push('\nevent: d')).toEqual([{ name: 'title', data: { text: 'A' } }])
  })

  it('returns the same events for every split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(story.length), { maxLength: 12 }), points => {
        const sorted = points.toSorted((a, b) => a - b)
        const parser = new EventParser()
        const seen = [...sorted, story.length].flatMap((point, index) =>
          parser.push(story.slice(sorted[index - 1] ?? 0, point))
        )
        expect(seen).toEqual(events)
      }),
      { seed: 5 }
    )
  })
})
