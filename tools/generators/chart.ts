import { readFile } from 'node:fs/promises'
import type { SettingEntry } from '../../src/core/config/setting.decorators.ts'
import { builtSettings } from '../built.ts'

const chart = 'helm/jiraiya'

/** The version of the chart, and the service's settings in the schema of its values. */
export async function chartFiles(): Promise<Record<string, string>> {
  return {
    [`${chart}/Chart.yaml`]: await chartFile(),
    [`${chart}/values.schema.json`]: await valuesSchema()
  }
}

async function chartFile(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  const text = await readFile(`${chart}/Chart.yaml`, 'utf8')
  return text.replace(/^((?:appV|v)ersion): .*$/gm, `$1: ${version}`)
}

async function valuesSchema(): Promise<string> {
  const schema = JSON.parse(await readFile(`${chart}/values.schema.json`, 'utf8')) as {
    definitions: Record<string, object>
  }
  const settings = await builtSettings()
  schema.definitions['config'] = schemaOf(settings.filter(({ secret }) => !secret))
  schema.definitions['secrets'] = schemaOf(settings.filter(({ secret }) => secret))
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** Any YAML type is allowed: the service validates the value when it starts. */
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
