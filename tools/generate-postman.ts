import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/**
 * A Postman collection out of docs/openapi.json: `npm run docs` writes it, `--check` (in `npm run check`)
 * fails when the committed one is stale. The same document always gives the same file.
 */

type Fields = Readonly<Record<string, unknown>>

interface Parameter extends Fields {
  readonly key: string
}

interface Request extends Fields {
  readonly header: readonly Parameter[]
  readonly url: Fields & { readonly query: readonly Parameter[] }
}

/** A folder, or a request with the answers that the document shows for it. */
interface Item extends Fields {
  readonly name: string
  readonly item?: readonly Item[]
  readonly request?: Request
  readonly response?: readonly Answer[]
}

interface Answer extends Fields {
  readonly code: number
}

interface Collection extends Fields {
  readonly info: Fields
  readonly item: readonly Item[]
}

interface Outcome {
  readonly result: boolean
  readonly reason?: string
  readonly output?: readonly { readonly data: Collection }[]
}

interface Converter {
  readonly convertV2: (
    input: { readonly type: 'string'; readonly data: string },
    options: Fields,
    done: (error: Error | null, outcome: Outcome) => void
  ) => void
}

const source = 'docs/openapi.json'
const folder = 'docs/postman'
const target = `${folder}/jiraiya.postman_collection.json`

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation extends Fields {
  readonly parameters?: readonly OpenApiParameter[]
}

/** Or a reference to one that has its example. */
interface OpenApiParameter extends Fields {
  readonly name?: string
  readonly schema?: Fields
}

/** What is needed for a first call; the rest a person switches on. */
const neededHeaders = new Set(['Content-Type', 'Accept'])

const variables = [
  { key: 'baseUrl', value: 'http://127.0.0.1:8000' },
  { key: 'apiKey', value: 'local-development-key' },
  { key: 'token', value: '' },
  { key: 'storyId', value: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11' },
  { key: 'owner', value: 'user:0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10' }
]

/** For parameters without a default; the converter would invent others with each run. */
const values: Fields = {
  id: '{{storyId}}',
  owner: '{{owner}}',
  after: '{{storyId}}',
  from: '2026-11-01',
  to: '2026-11-30',
  createdFrom: '2026-11-01',
  createdTo: '2026-11-30',
  genre: 'fairy tale',
  tone: 'dark',
  audience: 'children',
  language: 'en',
  keyword: 'fox',
  model: 'gpt-4o-mini',
  action: 'budget_set',
  actor: 'operations'
}

const tokenHeader = {
  key: 'Authorization',
  value: 'Bearer {{token}}',
  disabled: true,
  description: 'Instead of the API key: the token of a Kuybi user, of a service, or an issued one.'
}

const text = `${JSON.stringify(finished(await converted()), null, 2)}\n`
if (process.argv.includes('--check')) {
  const isCurrent = (await readFile(target, 'utf8').catch(() => '')) === text
  if (!isCurrent) process.stderr.write(`stale, run npm run docs: ${target}\n`)
  process.exitCode = isCurrent ? 0 : 1
} else {
  await mkdir(folder, { recursive: true })
  await writeFile(target, text)
}

async function converted(): Promise<Collection> {
  const { convertV2 } = createRequire(import.meta.url)('openapi-to-postmanv2') as Converter
  const document = JSON.parse(await readFile(source, 'utf8')) as OpenApi
  const data = JSON.stringify(withValues(document))
  const options = {
    folderStrategy: 'Tags',
    requestNameSource: 'Fallback',
    parametersResolution: 'Example'
  }
  return new Promise((resolve, reject) => {
    convertV2({ type: 'string', data }, options, (error, { result, reason, output }) => {
      const collection = output?.[0]?.data
      if (error !== null || !result || !collection) reject(error ?? new Error(reason))
      else resolve(collection)
    })
  })
}

function withValues(document: OpenApi): OpenApi {
  const paths = Object.entries(document.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, { parameters = [], ...operation }]) => [
        method,
        { ...operation, parameters: parameters.map(withValue) }
      ])
    )
  ])
  return { ...document, paths: Object.fromEntries(paths) as OpenApi['paths'] }
}

function withValue(parameter: OpenApiParameter): OpenApiParameter {
  const { name, schema } = parameter
  if (name === undefined) return parameter
  const example = values[name] ?? schema?.['default']
  if (example === undefined) throw new Error(`postman: the parameter ${name} needs a value`)
  // The schema would have a value of the form it asks for, which a variable is not.
  return { ...parameter, schema: { type: 'string', example }, example }
}

/** Without what changes with each run, and with what the document cannot say. */
function finished(collection: Collection): Collection {
  const digest = createHash('sha256').update('jiraiya').digest('hex')
  const id = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  return {
    ...collection,
    info: { ...collection.info, _postman_id: id },
    item: collection.item.map(finishedItem),
    variable: variables
  }
}

function finishedItem({ item, request, response, ...rest }: Item): Item {
  return {
    ...rest,
    id: undefined,
    ...(item && { item: item.map(finishedItem) }),
    ...(request && { request: finishedRequest(request) }),
    ...(response && { response: response.filter(({ code }) => code < 400).map(finishedAnswer) })
  }
}

/** No parameter of a query and no header of ours must be there. */
function finishedRequest({ header, url, ...rest }: Request): Request {
  const isOpen = (rest['auth'] as Fields | null)?.['type'] === 'noauth'
  return {
    ...rest,
    header: [
      ...header.map(each => ({ ...each, disabled: !neededHeaders.has(each.key) })),
      ...(isOpen ? [] : [tokenHeader])
    ],
    url: { ...url, query: url.query.map(each => ({ ...each, disabled: true })) }
  }
}

/** The request that led to it is the one it stands below. */
function finishedAnswer(answer: Answer): Answer {
  return { ...answer, id: undefined, originalRequest: undefined }
}
