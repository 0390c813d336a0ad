import { readdir, readFile } from 'node:fs/promises'
import { builtSettings, type SettingEntry } from './built.ts'
import { keepGenerated } from './generated-files.ts'

/**
 * What helm/jiraiya says after others, since a chart reads only its own folder: rules and dashboards,
 * the version, the settings in the schema of its values.
 */

const chart = 'helm/jiraiya'
const settings = await builtSettings()
await keepGenerated({
  ...(await copiesOf('prometheus', name => ['alerts.yml', 'recording-rules.yml'].includes(name))),
  ...(await copiesOf('grafana', name => name.endsWith('.json'))),
  [`${chart}/Chart.yaml`]: await sheet(),
  [`${chart}/values.schema.json`]: await valuesSchema()
})

async function copiesOf(
  folder: string,
  isCopied: (name: string) => boolean
): Promise<Record<string, string>> {
  const names = (await readdir(`observability/${folder}`)).filter(isCopied)
  const strangers = (await readdir(`${chart}/files/${folder}`)).filter(
    name => !names.includes(name)
  )
  if (strangers.length > 0) {
    process.stderr.write(`${chart}/files/${folder}: copies of nothing: ${strangers.join(', ')}\n`)
    process.exitCode = 1
  }
  const copies = names.map(
    async name =>
      [`${chart}/files/${folder}/${name}`, await read(`observability/${folder}/${name}`)] as const
  )
  return Object.fromEntries(await Promise.all(copies))
}

async function sheet(): Promise<string> {
  const { version } = JSON.parse(await read('package.json')) as { version: string }
  return (await read(`${chart}/Chart.yaml`)).replace(
    /^((?:appV|v)ersion): .*$/gm,
    (_line, name: string) => `${name}: ${version}`
  )
}

async function valuesSchema(): Promise<string> {
  const schema = JSON.parse(await read(`${chart}/values.schema.json`)) as {
    definitions: Record<string, object>
  }
  schema.definitions['config'] = schemaOf(settings.filter(({ secret }) => !secret))
  schema.definitions['secrets'] = schemaOf(settings.filter(({ secret }) => secret))
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** A setting may be written in YAML's own manner. What it must be, the service says at its start. */
function schemaOf(entries: readonly SettingEntry[]): object {
  const type = ['string', 'number', 'boolean', 'array', 'object']
  const properties = entries.map(({ name, description }) => [name, { type, description }] as const)
  return {
    type: 'object',
    additionalProperties: false,
    patternProperties: { '^OTEL_[A-Z_]+$': { type: ['string', 'number', 'boolean'] } },
    properties: Object.fromEntries(properties)
  }
}

function read(file: string): Promise<string> {
  return readFile(file, 'utf8')
}
