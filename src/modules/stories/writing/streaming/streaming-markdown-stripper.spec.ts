import * as fc from 'fast-check'
import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { nastyTexts } from './hostile-texts.fixture.js'
import { StreamingMarkdownStripper } from './streaming-markdown-stripper.js'

function flowed(chunks: readonly string[]): string {
  const flow = new StreamingMarkdownStripper()
  return chunks.map(chunk => flow.push(chunk)).join('') + flow.end()
}

function splitAt(text: string, points: readonly number[]): string[] {
  const sorted = [...new Set(points)].toSorted((a, b) => a - b)
  return [...sorted, text.length].map((point, index) => text.slice(sorted[index - 1] ?? 0, point))
}

const units = (text: string): string[] =>
  Array.from({ length: text.length }, (_, unit) => text.charAt(unit))

describe('StreamingMarkdownStripper', () => {
  it.each(nastyTexts.map(text => [text]))('returns the same text for every split of %j', text => {
    const whole = flowed([text])
    expect(flowed(units(text))).toBe(whole)
    const others = Array.from({ length: text.length + 1 }, (_, at) =>
      flowed([text.slice(0, at), text.slice(at)])
    ).filter(parts => parts !== whole)
    expect(others).toEqual([])
    expect(toPlainText(whole)).toBe(whole)
  })

  it('returns plain text for any input, the same for every split', () => {
    const alphabet = [
      ...Array.from('ab c.*_`~#>[]()<!-\\\n\n\n \t\r=+•—|"x'),
      '<!--',
      '-->',
      '* * *',
      '\n\n',
      '<b>',
      '</b>',
      '```',
      '😀'
    ]
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }),
        fc.array(fc.nat(80), { maxLength: 20 }),
        (parts, points) => {
          const text = parts.join('')
          const whole = flowed([text])
          expect(
            flowed(
              splitAt(
                text,
                points.filter(point => point < text.length)
              )
            )
          ).toBe(whole)
          expect(flowed(units(text))).toBe(whole)
        }
      ),
      { numRuns: 500, seed: 6 }
    )
  })

  it('returns the result of toPlainText when marks do not cross paragraphs', () => {
    const text =
      '# The **Fox**\n\nA *red* fox ran.\n\n***\n\nShe said: “Run!”\n\n- So he did.\n\n`Fin.`'
    expect(flowed(units(text))).toBe(toPlainText(text))
  })

  it('returns prose without marks word by word', () => {
    const flow = new StreamingMarkdownStripper()
    expect(flow.push('Once upon')).toBe('Once upon')
    expect(flow.push(' a ')).toBe(' a')
    expect(flow.push('time.\n')).toBe(' time.')
    expect(flow.push('\nThere')).toBe('\n\nThere')
    expect(flow.push(' was *a')).toBe(' was')
    expect(flow.push(' fox* here')).toBe('')
    expect(flow.push('.\n\nThen')).toBe(' a fox here.\n\nThen')
    expect(flow.end()).toBe('')
  })

  it('holds back a scene break until text follows', () => {
    const flow = new StreamingMarkdownStripper()
    flow.push('One.')
    expect(flow.push('\n\n***\n\n')).toBe('')
    expect(flow.push('Two.')).toBe('\n\n* * *\n\nTwo.')
    expect(flow.push('\n\n---') + flow.end()).toBe('')
  })

  it('starts with a paragraph break when it continues earlier text', () => {
    expect(new StreamingMarkdownStripper(true).push('And then')).toBe('\n\nAnd then')
  })
})
