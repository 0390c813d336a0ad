import { readFile } from 'node:fs/promises'
import { createStory, keyEntry } from '../harness/library.js'
import { useService } from '../harness/use-service.js'

interface Parameter {
  readonly key: string
  readonly value: string
  readonly disabled?: boolean
}

interface PostmanRequest {
  readonly method: string
  readonly header: readonly Parameter[]
  readonly url: {
    readonly host: readonly string[]
    readonly path: readonly string[]
    readonly query: readonly Parameter[]
    readonly variable: readonly Parameter[]
  }
  readonly body?: { readonly raw?: string }
  readonly auth?: { readonly type: string } | null
}

interface Collection {
  readonly item: readonly {
    readonly item: readonly { readonly name: string; readonly request: PostmanRequest }[]
  }[]
  readonly auth: { readonly apikey: readonly Parameter[] }
  readonly variable: readonly Parameter[]
}

const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))
const collection = (await read('docs/postman/jiraiya.postman_collection.json')) as Collection
const document = (await read('docs/openapi.json')) as {
  readonly paths: Readonly<Record<string, object>>
}
const requests = collection.item.flatMap(folder =>
  folder.item.map(({ request }) => [routeOf(request), request] as const)
)
const apiKey = 'the-key-of-somebody-who-tries-the-collection'

describe('The Postman collection', () => {
  const service = useService({
    TOKEN_SECRET: 'the-secret-of-tokens-issued-by-the-collection',
    API_KEYS: JSON.stringify([
      keyEntry('postman', apiKey, ['stories', 'act-as', 'tokens:issue', 'admin'])
    ])
  })

  it('has every route of the OpenAPI document, and no other', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`)
    )
    expect(requests.map(([route]) => route).toSorted()).toEqual(routes.toSorted())
  })

  it('has a value for every variable that it names, and names no other', () => {
    const named = JSON.stringify(collection).matchAll(/\{\{(\w+)\}\}/g)
    const known = collection.variable.map(({ key }) => key)
    expect(new Set(named.map(([, name]) => name))).toEqual(new Set(known))
  })

  it.each(requests)('calls %s with success as it stands', async (_, request) => {
    expect(await answerTo(request)).toEqual({ status: expectedOf(request), refusal: '' })
  })

  it.each(requests)('calls %s with success with everything switched on', async (_, request) => {
    const { header, url } = request
    const isOn = ({ key }: Parameter): boolean => key !== 'Authorization'
    const full = {
      ...request,
      header: header.filter(isOn).map(switchedOn),
      url: { ...url, query: url.query.map(switchedOn) }
    }
    expect(await answerTo(full)).toEqual({ status: expectedOf(request), refusal: '' })
  })

  async function answerTo(request: PostmanRequest): Promise<{ status: number; refusal: string }> {
    const own = Object.fromEntries(
      request.header.filter(isUsed).map(({ key, value }) => [key, value])
    )
    const owner = own['X-User-ID'] === undefined ? 'key:postman' : `user:${own['X-User-ID']}`
    const written = await createStory(service, {
      'X-API-Key': apiKey,
      ...(own['X-User-ID'] !== undefined && { 'X-User-ID': own['X-User-ID'] })
    })
    const values: Readonly<Record<string, string>> = {
      ...Object.fromEntries(collection.variable.map(({ key, value }) => [key, value])),
      baseUrl: service.url,
      apiKey,
      owner,
      storyId: (written.body as { data: { id: string } }).data.id
    }
    const filled = (text: string): string =>
      text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
    const { method, body, auth } = request
    const response = await fetch(addressOf(request, filled), {
      method,
      redirect: 'manual',
      headers: { ...own, ...(auth?.type !== 'noauth' && credential(filled)) },
      ...(body?.raw !== undefined && { body: filled(body.raw) })
    })
    const text = await response.text()
    return { status: response.status, refusal: response.status < 400 ? '' : text }
  }
})

function routeOf({ method, url }: PostmanRequest): string {
  return `${method} /${url.path.map(part => part.replace(/^:(\w+)$/, '{$1}')).join('/')}`
}

function addressOf(
  { url: { host, path, query, variable } }: PostmanRequest,
  filled: (text: string) => string
): string {
  const valueOf = (part: string): string =>
    variable.find(({ key }) => part === `:${key}`)?.value ?? part
  const address = filled([...host, ...path.map(valueOf)].join('/'))
  const search = new URLSearchParams(
    Object.fromEntries(query.filter(isUsed).map(({ key, value }) => [key, filled(value)]))
  )
  return search.size === 0 ? address : `${address}?${search.toString()}`
}

/** The collection's own way to sign in. */
function credential(filled: (text: string) => string): Readonly<Record<string, string>> {
  const of = (name: string): string =>
    collection.auth.apikey.find(({ key }) => key === name)?.value ?? ''
  return { [of('key')]: filled(of('value')) }
}

function isUsed({ disabled = false }: Parameter): boolean {
  return !disabled
}

function switchedOn(parameter: Parameter): Parameter {
  return { ...parameter, disabled: false }
}

/** What the OpenAPI document says of a call that goes well. */
function expectedOf(request: PostmanRequest): number {
  const path = routeOf(request).split(' ')[1] ?? ''
  const method = request.method.toLowerCase()
  const operations = document.paths[path] as Readonly<Record<string, { responses: object }>>
  const statuses = Object.keys(operations[method]?.responses ?? {}).map(Number)
  return statuses.find(status => status < 400) ?? 0
}
