import { readFile } from 'node:fs/promises'
import { audiences, tones } from '#modules/stories/domain/story-request.js'

const selectOf = (id: string): RegExp => new RegExp(`<select id="${id}">(.*?)</select>`, 's')

/** Files that repeat a list, because they cannot import it; the first group matches the list. */
describe('The list in', () => {
  it.each([
    ['src/modules/studio/page/index.html', selectOf('tone'), tones],
    ['src/modules/studio/page/index.html', selectOf('audience'), audiences],
    ['tools/simulator/story/order.ts', /const tones = \[(.*?)\]/s, tones],
    ['tools/simulator/README.md', /^Tones: (.*?)\./m, tones],
    ['README.md', /`tone` \((.*?)\)/s, tones],
    ['README.md', /`audience` \((.*?)\)/s, audiences]
  ])('%s is the one of the service: %s', async (file, pattern, values) => {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')
    const [, list = ''] = pattern.exec(text) ?? []
    const listed = list.replaceAll(/<[^>]*>/g, ' ').match(/[a-z][a-z-]*/g) ?? []
    expect(listed.toSorted()).toEqual(values.toSorted())
  })
})
