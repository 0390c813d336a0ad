import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { JiraiyaClient } from '../../../clients/typescript/src/index.js'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const prefix = '/jiraiya'

/** Addresses that a page loads, its scripts and styles. */
function addressesIn(html: string): readonly string[] {
  return Array.from(html.matchAll(/ (?:href|src)="(\/[^"]+)"/g), ([, path = '']) => path)
}

describe.each([
  ['removes the prefix and names it in X-Forwarded-Prefix', true, { TRUST_PROXY_HOPS: '1' }],
  ['leaves the prefix in the address', false, { PATH_PREFIX: prefix }],
  ['removes the prefix, which PATH_PREFIX names', true, { PATH_PREFIX: prefix }]
] as const)(
  'One host for Kuybi and this service, behind a proxy that %s',
  (_, strips, settings) => {
    const service = useService(settings)
    let host: Awaited<ReturnType<typeof startSharedHost>>
    beforeAll(async () => {
      host = await startSharedHost({ below: () => service.url, strips })
    })
    afterAll(() => host.close())
    const get = (path: string, init?: RequestInit): Promise<Response> =>
      fetch(new URL(path, host.url), init)
    const jsonOf = async (answer: Response): Promise<unknown> => answer.json()

    it('has the same addresses for both', async () => {
      for (const path of ['/api/v1/stories', '/api/health', '/metrics', '/health', '/jiraiyas']) {
        expect(await jsonOf(await get(path))).toEqual({ from: 'kuybi' })
      }
      const headers = { 'X-API-Key': testKey }
      const stories = await get(`${prefix}/api/v1/stories`, { headers })
      expect(await jsonOf(stories)).toMatchObject({ success: true })
      for (const path of ['/api/health', '/health', '/live', '/ready', '/metrics', '']) {
        expect((await get(`${prefix}${path}`)).status).toBe(200)
      }
    })

    it('has the stories where Location says', async () => {
      const headers = { 'X-API-Key': testKey, 'Content-Type': 'application/json' }
      const body = JSON.stringify(storyRequest())
      const created = await get(`${prefix}/api/v1/stories`, { method: 'POST', headers, body })
      const location = created.headers.get('location') ?? ''
      expect(created.status).toBe(201)
      expect(location).toMatch(/^\/jiraiya\/api\/v1\/stories\/[\da-f-]{36}$/)
      const read = await get(location, { headers: { 'X-API-Key': testKey } })
      expect(await jsonOf(read)).toMatchObject({ data: { id: location.split('/').at(-1) } })
    })

    it('serves the client for TypeScript, stream included', async () => {
      const client = new JiraiyaClient({ baseUrl: `${host.url}${prefix}`, apiKey: testKey })
      const { id } = await client.createStory({ keywords: ['fox'], genre: 'fable' })
      const types: string[] = []
      for await (const { type } of client.streamStory({ keywords: ['owl'], genre: 'fable' })) {
        types.push(type)
      }
      expect(id).toMatch(/^[\da-f-]{36}$/)
      expect(types.at(-1)).toBe('done')
    })

    it('has links, redirects, documents and pages below the prefix', async () => {
      const { links } = (await jsonOf(await get(prefix))) as { links: Record<string, string> }
      expect(Object.values(links).every(path => path.startsWith(`${prefix}/`))).toBe(true)
      const docs = await get(`${prefix}/docs`)
      expect(new URL(docs.url).pathname).toBe(`${prefix}/api/docs`)
      for (const page of [docs, await get(links['studio'] ?? '')]) {
        const addresses = addressesIn(await page.text())
        expect(addresses.length).toBeGreaterThan(1)
        for (const address of addresses) {
          const file = await get(address)
          expect([file.status, address.startsWith(`${prefix}/`)]).toEqual([200, true])
          expect(file.headers.get('content-type')).toMatch(
            /^(text\/css|application\/javascript|image\/png)/
          )
        }
      }
      const document = await jsonOf(await get(`${prefix}/api/swagger.json`))
      expect(document).toMatchObject({ servers: [{ url: prefix }] })
    })

    it.each([
      ['/api/v1/storys', 'did you mean /jiraiya/api/v1/stories?'],
      ['/generate', 'did you mean /jiraiya/api/v1/generate?'],
      ['/api/v1/novels', 'GET /jiraiya/ lists the addresses']
    ])('names the address below the prefix in the 404 of %s', async (path, hint) => {
      expect(await jsonOf(await get(`${prefix}${path}`))).toMatchObject({
        message: `There is nothing at this address; ${hint}`
      })
    })

    it('returns 404 and 405 as without a prefix', async () => {
      const missing = await get(`${prefix}/api/v1/made-up`)
      expect(missing.status).toBe(404)
      const { error } = (await jsonOf(missing)) as { error: { doc_url: string } }
      expect(error.doc_url).toBe(`${prefix}/api/docs/errors#NOT_FOUND`)
      expect((await get(error.doc_url)).status).toBe(200)
      const wrong = await get(`${prefix}/health`, { method: 'DELETE' })
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    })
  }
)

describe('The page of error codes without the documentation', () => {
  const service = useService({ ENABLE_DOCS: 'false', PATH_PREFIX: prefix })

  it('is where doc_url says, with a heading for the code', async () => {
    const missing = await fetch(`${service.url}${prefix}/api/v1/stories`)
    const { error } = (await missing.json()) as { error: { doc_url: string } }
    expect(error.doc_url).toBe(`${prefix}/api/docs/errors#AUTHENTICATION_ERROR`)
    const page = await fetch(new URL(error.doc_url, service.url))
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8'
    ])
    expect(await page.text()).toContain('id="AUTHENTICATION_ERROR"')
    expect((await fetch(`${service.url}${prefix}/api/swagger.json`)).status).toBe(404)
  })
})

describe('X-Forwarded-Prefix', () => {
  const trusting = useService({ TRUST_PROXY_HOPS: '1' })
  const alone = useService()
  const ownPrefix = useService({ TRUST_PROXY_HOPS: '1', PATH_PREFIX: '/own' })

  async function docsAddress(url: string, header: string): Promise<string | null> {
    const headers = { 'X-Forwarded-Prefix': header }
    const { headers: answered } = await fetch(`${url}/docs`, { redirect: 'manual', headers })
    return answered.get('location')
  }

  it('counts only from a trusted proxy, and not beside PATH_PREFIX', async () => {
    expect(await docsAddress(trusting.url, '/a/b.c')).toBe('/a/b.c/api/docs')
    expect(await docsAddress(alone.url, '/a')).toBe('/api/docs')
    expect(await docsAddress(ownPrefix.url, '/a')).toBe('/own/api/docs')
  })

  it.each([
    '//host.example',
    '/a//b',
    '/a/../b',
    '/./a',
    '/a/',
    'a',
    '/a, /b',
    '/a"onload=1',
    '/a?b',
    '/%2e%2e',
    'https://host.example',
    `/${'a'.repeat(65)}`,
    '/a'.repeat(9)
  ])('is ignored if it is %s', async header => {
    expect(await docsAddress(trusting.url, header)).toBe('/api/docs')
  })
})

describe('The probes at the root', () => {
  const service = useService({ FLOOD_LIMIT_PER_MINUTE: '1' })

  it.each(['/health', '/live', '/ready'])(
    '%s is bare, public and never limited, with and without a query',
    async path => {
      const below = path === '/health' ? '/api/health' : `/api/health${path}`
      for (let n = 0; n < 4; n++) {
        const answers = await Promise.all(
          [path, `${path}?from=a-probe`, below].map(each => fetch(service.url + each))
        )
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
        const [one, , other] = await Promise.all(
          answers.map(each => each.json() as Promise<object>)
        )
        expect(Object.keys(one ?? {})).toEqual(Object.keys(other ?? {}))
        expect(one).not.toHaveProperty('success')
      }
    }
  )
})

interface SharedHost {
  /** The one address of both services. */
  readonly url: string
  close(): Promise<void>
}

interface Rules {
  /** The service below the prefix. */
  readonly below: () => string
  /** Removes the prefix from the address, and names it in a header. */
  readonly strips: boolean
}

/**
 * A reverse proxy in front of two services with the same addresses: one below a prefix, and one that
 * responds to everything else with its own name.
 */
async function startSharedHost({ below, strips }: Rules): Promise<SharedHost> {
  const server = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming
    if (url !== prefix && !url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end('{"from":"kuybi"}')
      return
    }
    const forwarded = strips
      ? { path: url.slice(prefix.length) || '/', own: { 'x-forwarded-prefix': prefix } }
      : { path: url, own: {} }
    const { hostname, port } = new URL(below())
    const target = { hostname, port, method, path: forwarded.path }
    const passed = request({ ...target, headers: { ...headers, ...forwarded.own } }, upstream => {
      outgoing.writeHead(upstream.statusCode ?? 502, upstream.headers)
      upstream.pipe(outgoing)
    })
    passed.once('error', () => outgoing.destroy())
    outgoing.once('close', () => passed.destroy())
    incoming.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: urlOf(server), close: () => end(server) }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
