import { readFileSync } from 'node:fs'
import { capabilitiesOf, modelTable, type ModelSource } from './model-table.ts'

const day = /^\d{4}-\d{2}-\d{2}$/
const { models, capabilities, capabilitySources, priceSources } = modelTable
const rows = Object.entries(models)
const sources: [string, ModelSource][] = Object.entries({ ...priceSources, ...capabilitySources })

const declarations = readFileSync(
  new URL('../../../../node_modules/openai/resources/shared.d.ts', import.meta.url),
  'utf8'
)

/** The string literals of a union type in the SDK's declarations. */
function namesOfSdkType(type: string): string[] {
  const [, union = ''] = new RegExp(`export type ${type} = ([^;]+);`).exec(declarations) ?? []
  return Array.from(union.matchAll(/'([^']+)'/g), ([, name]) => name ?? '')
}

/** The comment of `ChatModel` lists models, then their "Announced shutdown date: 2027-01-14". */
function announcedShutdowns(): [model: string, date: string][] {
  const [comment = ''] = /\* Deprecated values:.*?\*\//s.exec(declarations) ?? []
  return comment
    .replaceAll(/\s*\n \*\s*/g, ' ')
    .split(' - ')
    .flatMap(item => {
      const [, names = '', date = ''] = /^(.*): Announced shutdown date: ([\d-]+)/.exec(item) ?? []
      return Array.from(names.matchAll(/"([^"]+)"/g), ([, model = '']): [string, string] => [
        model,
        date
      ])
    })
}

describe('The model table', () => {
  it('has for each model a price or the reason why there is none', () => {
    const wrong = rows.filter(([, { price, unpriced, notForStories }]) => {
      const given = [price, unpriced, notForStories].filter(value => value !== undefined)
      return given.length !== 1 || given[0] === ''
    })
    expect(wrong).toEqual([])
  })

  it('has capabilities for each model that can write stories', () => {
    const wrong = rows.filter(([name, row]) => {
      return (capabilitiesOf(name) === undefined) !== (row.notForStories !== undefined)
    })
    expect(wrong).toEqual([])
    expect(capabilitiesOf('toString')).toBeUndefined()
  })

  it.each(Object.entries(capabilities))(
    'lists the sources of the capabilities of %s',
    (_, entry) => {
      expect(['json_schema', 'json_object', 'none']).toContain(entry.structuredOutput)
      expect([undefined, 'max_completion_tokens']).toContain(entry.tokenLimit)
      expect(entry.reasoning || entry.reasoningEfforts === undefined).toBe(true)
      expect(entry.sources).not.toEqual([])
      expect(entry.sources.filter(source => !(source in capabilitySources))).toEqual([])
    }
  )

  it.each(sources)('has the location and the date of reading for the source %s', (_, source) => {
    expect(source.location).not.toBe('')
    expect(source.readOn).toMatch(day)
    expect(source.dated ?? source.readOn).toMatch(day)
    expect((source.dated ?? source.readOn) <= source.readOn).toBe(true)
  })

  it('has the commit of each source that is a file of a repository', () => {
    const unpinned = sources.filter(
      ([, { location, commit = '' }]) =>
        !location.startsWith('https://') && !/^[0-9a-f]{40}$/.test(commit)
    )
    expect(unpinned).toEqual([])
  })
})

describe('The types of the OpenAI SDK', () => {
  it('list the same models as the table', () => {
    const known = [...new Set([...namesOfSdkType('ChatModel'), ...namesOfSdkType('AllModels')])]
    expect(known).toContain('gpt-4o-mini')
    // Give a new model a price with a source that was read, or a reason under `unpriced` or
    // `notForStories`. Never guess a price.
    expect(rows.map(([name]) => name).toSorted()).toEqual(known.toSorted())
  })

  it('contain the same shutdown dates as the table', () => {
    const dated = rows.flatMap(([name, { shutdownDate }]) =>
      shutdownDate === undefined ? [] : [[name, shutdownDate]]
    )
    expect(dated).toContainEqual(['gpt-4o-mini', '2027-01-14'])
    expect(new Map(dated as [string, string][])).toEqual(new Map(announcedShutdowns()))
  })
})
