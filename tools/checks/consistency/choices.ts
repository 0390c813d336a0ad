import { readFile } from 'node:fs/promises'
import { built } from '../../built.ts'

/** A place that lists all values of a field; the first group of the pattern matches the list. */
interface Place {
  readonly file: string
  readonly pattern: RegExp
}

/** Every place that repeats a list, because it cannot import the list of the service. */
const places: Readonly<Record<'tones' | 'audiences', readonly Place[]>> = {
  tones: [
    { file: 'src/modules/studio/page/index.html', pattern: selectOf('tone') },
    { file: 'tools/simulator/story/order.ts', pattern: /const tones = \[(.*?)\]/s },
    { file: 'tools/simulator/README.md', pattern: /^Tones: (.*?)\./m },
    { file: 'README.md', pattern: /`tone` \((.*?)\)/s }
  ],
  audiences: [
    { file: 'src/modules/studio/page/index.html', pattern: selectOf('audience') },
    { file: 'README.md', pattern: /`audience` \((.*?)\)/s }
  ]
}

/** Lists of tones and audiences that differ from those of the service. */
export async function choiceProblems(): Promise<string[]> {
  const lists = await built('modules/stories/domain/story-request.js')
  const problems: string[] = []
  for (const field of ['tones', 'audiences'] as const) {
    for (const place of places[field]) {
      const listed = listedIn(place, await readFile(place.file, 'utf8'))
      problems.push(...differences(place, field, listed, lists[field]))
      // The canary: an additional value in the service must be reported for every place.
      if (differences(place, field, listed, [...lists[field], 'planted']).length === 0)
        problems.push(`the check of ${field} in ${place.file} does not find its canary`)
    }
  }
  return problems
}

function selectOf(id: string): RegExp {
  return new RegExp(`<select id="${id}">(.*?)</select>`, 's')
}

function listedIn({ pattern }: Place, text: string): readonly string[] {
  const [, list = ''] = pattern.exec(text) ?? []
  return list.replaceAll(/<[^>]*>/g, ' ').match(/[a-z][a-z-]*/g) ?? []
}

function differences(
  { file }: Place,
  field: string,
  listed: readonly string[],
  known: readonly string[]
): string[] {
  const missing = known.filter(value => !listed.includes(value))
  const unknown = listed.filter(value => !known.includes(value))
  return [
    ...missing.map(value => `${file} lists the ${field} without ${value}`),
    ...unknown.map(value => `${file} lists ${value}, which is not one of the ${field}`)
  ]
}
