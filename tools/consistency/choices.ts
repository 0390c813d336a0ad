import { readFile } from 'node:fs/promises'
import { built } from '../built.ts'

/** A place that lists all values of a field; the first group of the pattern holds them. */
interface Place {
  readonly file: string
  readonly pattern: RegExp
}

interface StoryRequest {
  readonly tones: readonly string[]
  readonly audiences: readonly string[]
}

/** Where each list is repeated, since the reader there cannot see the service's own. */
const places: Readonly<Record<keyof StoryRequest, readonly Place[]>> = {
  tones: [
    { file: 'src/modules/studio/page/index.html', pattern: selectOf('tone') },
    { file: 'tools/simulator/story/order.ts', pattern: /const tones = \[(.*?)\]/s },
    { file: 'tools/simulator/README.md', pattern: /^Tones: (.*?)\./m },
    { file: 'README.md', pattern: /`tone` \((.*?)\)/s },
    { file: 'docs/examples/dashboard.ts', pattern: unionOf('tone') },
    { file: 'docs/integration.md', pattern: unionOf('tone') }
  ],
  audiences: [
    { file: 'src/modules/studio/page/index.html', pattern: selectOf('audience') },
    { file: 'README.md', pattern: /`audience` \((.*?)\)/s },
    { file: 'docs/examples/dashboard.ts', pattern: unionOf('audience') },
    { file: 'docs/integration.md', pattern: unionOf('audience') }
  ]
}

/** Lists of tones and audiences that are not the service's. */
export async function forgottenChoices(): Promise<string[]> {
  const lists = await built<StoryRequest>('modules/stories/domain/story-request.js')
  const problems: string[] = []
  for (const field of ['tones', 'audiences'] as const) {
    for (const place of places[field]) {
      const listed = listedIn(place, await readFile(place.file, 'utf8'))
      problems.push(...differences(place, field, listed, lists[field]))
      // The canary: one more value has to be missed everywhere.
      if (differences(place, field, listed, [...lists[field], 'planted']).length === 0)
        problems.push(`the check of ${field} in ${place.file} no longer bites`)
    }
  }
  return problems
}

function selectOf(id: string): RegExp {
  return new RegExp(`<select id="${id}">(.*?)</select>`, 's')
}

/** On one line or several, as the formatter likes. */
function unionOf(property: string): RegExp {
  return new RegExp(`\\b${property}\\?:((?:\\s*\\|?\\s*'[^']*')+)`)
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
    ...unknown.map(value => `${file} lists ${value}, which is none of the ${field}`)
  ]
}
