import * as fs from 'node:fs/promises'
import { join, matchesGlob } from 'node:path'
import { Ajv } from 'ajv'
import { parse as parseYaml } from 'yaml'
import { builtSettings, builtParser } from '../built.ts'
import { report } from './gates.ts'

/**
 * Checks helm/jiraiya without Helm: values against their schema and the settings of the service, names in
 * the templates, the files that templates read, and docs/deployment.md. It checks compose.yaml likewise.
 * `helm lint` and `helm template` run in the workflow, where manifests.ts checks what they render.
 */

type Tree = Readonly<Record<string, unknown>>

const chart = 'helm/jiraiya'
const problems: string[] = []
const claim = (holds: boolean, problem: string): void => {
  if (!holds) problems.push(`chart: ${problem}`)
}

const parseSettings = await builtParser()
const settings = await builtSettings()
const declared = new Set(settings.map(({ name }) => name))

/** Valid values for the strict environments; nothing uses them. */
const secrets = {
  DATABASE_URL: 'postgres://a:b@c/d',
  JWT_SECRET: 'b7f1c0a29e4d4c7d8a35f0c61d9e2b84',
  OPENAI_API_KEY: 'provider-key-of-the-chart-check'
}

const values = await yaml('values.yaml')
const templates = await readTemplates()
await valuesFiles()
await templateNames()
settingNames()
await ingressPaths()
await deploymentPage()
await composition()
report(problems)

async function valuesFiles(): Promise<void> {
  const schema = JSON.parse(await read(`${chart}/values.schema.json`)) as object
  const fits = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema)
  const verdict = (): string =>
    (fits.errors ?? []).map(error => `${error.instancePath} ${error.message}`).join('; ')
  open(schema, '').forEach(path => claim(false, `the schema allows any property in ${path}`))
  claim(!fits({ ...values, planted: 1 }), 'the schema accepts an unknown value')
  claim(
    !fits(merged(values, { config: { LOG_LEVLE: 'info' } })),
    'the schema accepts an unknown setting'
  )

  const files = (await fs.readdir(chart)).filter(name => /^values.*\.yaml$/.test(name))
  claim(files.length === 4, `found the values files ${files.join(', ')}`)
  const fillings = (await fs.readdir(join(chart, 'ci'))).map(name => `ci/${name}`)
  for (const name of [...files, ...fillings]) {
    const whole = merged(values, await yaml(name))
    claim(fits(whole), `${name}: ${verdict()}`)
    const taken = checkSettings(name, { ...textsOf(whole['config'] as Tree), ...secrets })
    claim(
      Number(taken['SHUTDOWN_TIMEOUT']) >= Number(taken['GENERATION_DEADLINE']),
      `${name}: SHUTDOWN_TIMEOUT is shorter than GENERATION_DEADLINE`
    )
  }
}

/** Objects of the schema that name their properties but allow others. */
function open(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties, additionalProperties } = schema as Tree
  const here = properties !== undefined && additionalProperties !== false ? [path || '/'] : []
  return [...here, ...Object.entries(schema).flatMap(([key, part]) => open(part, `${path}/${key}`))]
}

/** Helm reports neither an unknown value in a template, nor an unused value or file. */
async function templateNames(): Promise<void> {
  claim(templates.size > 10, `found only ${templates.size} templates`)
  const whole = [...templates.values()].join('\n')
  const namesIn = (pattern: RegExp): Set<string> =>
    new Set(Array.from(whole.matchAll(pattern), ([, name = '']) => name))
  const named = namesIn(/\.Values((?:\.\w+)+)/g)
  for (const path of named) claim(isKnown(path.slice(1)), `.Values${path} is not in values.yaml`)
  for (const path of Object.keys(values))
    claim(
      [...named].some(one => one === `.${path}` || one.startsWith(`.${path}.`)),
      `values.yaml has ${path}, which no template reads`
    )
  const patterns = [...namesIn(/"(files\/[^"]+)"/g)].map(name => name.replace('%s', '*'))
  for await (const file of fs.glob('files/*/*', { cwd: chart }))
    claim(
      patterns.some(pattern => matchesGlob(file, pattern)),
      `no template reads ${file}`
    )
}

/** Every name in a template that looks like an environment variable is a setting. */
function settingNames(): void {
  const others = new Set(['NODE_OPTIONS', 'ALL', 'TCP', 'UDP', 'CPU', 'NOTES'])
  for (const [name, text] of templates) {
    const found = text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\.config\.\w+/g) ?? []
    for (const word of found.map(one => one.replace('.config.', '')))
      claim(declared.has(word) || others.has(word), `${name} names ${word}, which is no setting`)
  }
  const whole = [...templates.values()].join('\n')
  for (const [name, value] of Object.entries(values['config'] as Tree)) {
    const { defaultText } = settings.find(one => one.name === name) ?? {}
    claim(
      defaultText !== String(value) || whole.includes(`.config.${name}`),
      `values.yaml sets ${name} to its default`
    )
  }
}

/** The Ingress has a path for every route of the API except the probes, and no other path. */
async function ingressPaths(): Promise<void> {
  const { paths: routes } = JSON.parse(await read('docs/openapi.json')) as { paths: Tree }
  const wanted = new Set(
    Object.keys(routes).flatMap(
      path => /^\/api\/v1\/(?!health|openapi)([^/]+)/.exec(path)?.[1] ?? []
    )
  )
  const { paths: given } = values['ingress'] as { paths: readonly string[] }
  claim(
    given.length === wanted.size && given.every(path => wanted.has(path)),
    `ingress.paths is ${given.join(', ')}; the API has ${[...wanted].join(', ')}`
  )
}

/** The table of settings in docs/deployment.md equals the values of the chart. */
async function deploymentPage(): Promise<void> {
  const page = await read('docs/deployment.md')
  const rows = new Map(
    Array.from(page.matchAll(/^\| `([A-Z_]+)` *\| (.+?) +\| (.+?) +\|/gm), ([, name, was, is]) => [
      name ?? '',
      { was, is }
    ])
  )
  const config = values['config'] as Tree
  for (const [name, value] of Object.entries(config)) {
    const row = rows.get(name)
    const { defaultText } = settings.find(one => one.name === name) ?? {}
    claim(
      row?.is === String(value),
      `docs/deployment.md says ${name} is ${row?.is}, not ${String(value)}`
    )
    claim(
      row?.was === defaultText,
      `docs/deployment.md says the default of ${name} is ${row?.was}, not ${defaultText}`
    )
  }
  for (const name of rows.keys())
    claim(name in config, `docs/deployment.md says the chart sets ${name}`)
}

/** What `docker compose` does not report. */
async function composition(): Promise<void> {
  const { services } = parseYaml(await read('compose.yaml'), { merge: true }) as {
    services: Readonly<Record<string, ComposeService>>
  }
  for (const [name, { image = '', ports = [], environment = {} }] of Object.entries(services)) {
    for (const port of ports)
      claim(port.startsWith('127.0.0.1:'), `compose.yaml: ${name} publishes ${port} to everyone`)
    if (image.startsWith('jiraiya') && name !== 'simulator')
      checkSettings(`compose.yaml: ${name}`, environment)
  }
}

interface ComposeService {
  readonly image?: string
  readonly ports?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** The service accepts the values, and each is one of its settings. */
function checkSettings(where: string, given: Readonly<Record<string, string>>): Tree {
  const unset = Object.entries(given).map(
    ([name, value]) => [name, value.replace(/\$\{\w+:-(.*?)\}/g, '$1')] as const
  )
  for (const [name] of unset)
    claim(declared.has(name) || name.startsWith('OTEL_'), `${where}: ${name} is no setting`)
  try {
    return parseSettings(Object.fromEntries(unset))
  } catch (error) {
    claim(false, `${where}: ${(error as Error).message}`)
    return {}
  }
}

async function readTemplates(): Promise<Map<string, string>> {
  const cwd = join(chart, 'templates')
  const texts = new Map<string, string>()
  for await (const name of fs.glob('**/*.*', { cwd })) texts.set(name, await read(join(cwd, name)))
  return texts
}

/** Values in the form in which the chart's helper writes them into the environment. */
function textsOf(config: Tree): Record<string, string> {
  const text = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value)
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, text(value)]))
}

/** Whether values.yaml has the path, or has an open object on it. */
function isKnown(path: string): boolean {
  let here: unknown = values
  for (const [at, name] of path.split('.').entries()) {
    if (at > 0 && isTree(here) && Object.keys(here).length === 0) return true
    if (path.startsWith('config.')) return true
    if (!isTree(here) || !(name in here)) return false
    here = here[name]
  }
  return true
}

/** Merges two values files like Helm. */
function merged(below: Tree, above: Tree): Tree {
  const both = Object.entries(above).map(([name, value]) => {
    const under = below[name]
    return [name, isTree(under) && isTree(value) ? merged(under, value) : value] as const
  })
  return { ...below, ...Object.fromEntries(both) }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function yaml(name: string): Promise<Tree> {
  return parseYaml(await read(join(chart, name))) as Tree
}

function read(file: string): Promise<string> {
  return fs.readFile(file, 'utf8')
}
