import * as fc from 'fast-check'
import { ContinuationJoin, type StoryBefore } from './continuation-join.js'

const content =
  'On a hill by the sea there lived a fox. She was never afraid of the dark, nor of the rain. ' +
  'Every evening she watched the boats come home, and every evening one boat came later than the ' +
  'rest.\n\nOne night the storm put out the harbour fires. The fox found an old lantern in the hut, ' +
  'its glass cracked, its wick still dry. She took the ring between her teeth and climbed the cliff.'
const tail = '\n\nThe fox grew old and'
const held: StoryBefore = { content, tail, isTailDelivered: false }
const delivered: StoryBefore = { content, tail, isTailDelivered: true }
const whole: StoryBefore = { content, tail: '', isTailDelivered: false }

/** The story as the reader has it in the end. */
function joined(before: StoryBefore, pieces: readonly string[]): string {
  const join = new ContinuationJoin(before)
  const appended = pieces.map(piece => join.push(piece)).join('') + join.end()
  return before.content + (before.isTailDelivered ? before.tail : '') + appended
}

const round = ' round, and the boats were never late.'

describe('The continuation of a story', () => {
  it.each<[string, StoryBefore, string, string]>([
    ['continues in mid-sentence', held, round.trim(), content + tail + round],
    ['continues in mid-sentence', delivered, round, content + tail + round],
    ['continues with a comma', held, ', at last, round.', `${content}${tail}, at last, round.`],
    ['repeats the start of the sentence', held, tail.trim() + round, content + tail + round],
    ['repeats the start of the sentence', delivered, tail + round, content + tail + round],
    ['repeats the story from the start', held, content + tail + round, content + tail + round],
    ['repeats the story from the start', delivered, content + tail + round, content + tail + round],
    ['begins a new sentence', held, 'Years went by.', `${content}\n\nYears went by.`],
    ['begins a new sentence', delivered, 'Years went by.', `${content}${tail}…\n\nYears went by.`],
    ['follows a full sentence', whole, '\n\nYears went by.', `${content}\n\nYears went by.`],
    ['rewrites the story', whole, `${content.slice(0, 305)}snow.`, content],
    ['is empty', held, '', content],
    ['repeats the text only', held, 'The fox', `${content}\n\nThe fox`]
  ])('that %s is joined without breaking a sentence', (_, before, rest, wanted) => {
    expect(joined(before, [rest])).toBe(wanted)
    expect(joined(before, Array.from(rest))).toBe(wanted)
  })

  it('is joined the same way for every split', () => {
    const part = fc.constantFrom(content, tail, 'The ', 'fox', ' ', 'grew old and', round, 'Years.')
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.nat(60),
        fc.constantFrom(held, delivered, whole),
        (parts, at, before) => {
          const rest = parts.join('')
          expect(joined(before, [rest.slice(0, at), rest.slice(at)])).toBe(joined(before, [rest]))
        }
      )
    )
  })
})
