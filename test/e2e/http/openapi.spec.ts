import { readFile } from 'node:fs/promises'
import request from 'supertest'
import { errorCatalogue } from '../../../src/app.errors.js'
import { openApiDocument } from '../../../src/app.openapi.js'
import { HealthService } from '#core/health/health.service.js'
import { ApiContract, type MediaType } from '../../harness/assertions/api-contract.js'
import { openBrowser } from '../../harness/service/browser.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
let contract: ApiContract

beforeAll(async () => {
  contract = new ApiContract(await openApiDocument(service.app))
})

describe('The OpenAPI document', () => {
  it('is the committed one for any settings', async () => {
    const committed: unknown = JSON.parse(await readFile('docs/openapi.json', 'utf8'))
    const { status, body } = await request(service.url).get('/api/swagger.json')
    expect(status).toBe(200)
    expect(body).toEqual(committed)
    const other = await startService({ ENABLE_METRICS: 'false', REQUIRE_AUTHENTICATION: 'false' })
    expect((await request(other.url).get('/api/swagger.json')).body).toEqual(committed)
    await other.close()
  })

  it('contains no internal markers', () => {
    expect(JSON.stringify(contract.document)).not.toMatch(/"x-(?!internal)/)
  })

  it('has only examples that fit their schemas', () => {
    const problems = mediaTypes().flatMap(({ at, media }) =>
      Object.entries(media.examples ?? {}).flatMap(([name, { value }]) =>
        contract.schemaProblems(media.schema, value).map(problem => `${at} ${name}: ${problem}`)
      )
    )
    expect(problems).toEqual([])
  })

  it('has an example for every error code', () => {
    const shown = mediaTypes().flatMap(({ media }) => Object.keys(media.examples ?? {}))
    expect(shown).toEqual(expect.arrayContaining(Object.keys(errorCatalogue)))
  })

  it('marks exactly the protected routes as protected', async () => {
    const routes = Object.entries(contract.document.paths).flatMap(([path, item]) =>
      (['get', 'post'] as const).flatMap(method => {
        const operation = item[method]
        return operation ? [{ method, path, isClosed: operation.security?.length !== 0 }] : []
      })
    )
    for (const { method, path, isClosed } of routes) {
      const { status } = await request(service.url)[method](path)
      expect({ path, isClosed: status === 401 }).toEqual({ path, isClosed })
    }
  })
})

describe('The documentation page', () => {
  it('loads everything from its own origin, under its own policy', async () => {
    const { status, headers, text } = await request(service.url).get('/api/docs')
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/html/)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('upgrade-insecure-requests')
    const references = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
    expect(references.length).toBe(5)
    for (const reference of references) {
      const url = new URL(reference, `${service.url}/api/docs`)
      expect(url.origin).toBe(service.url)
      const asset = await fetch(url)
      const ending = reference.slice(reference.lastIndexOf('.'))
      expect(asset.status).toBe(200)
      expect(asset.headers.get('content-type')).toContain(contentTypes[ending])
      await asset.arrayBuffer()
    }
    // Nothing inline that the policy would block.
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=/)
  })

  it('shows the routes in a browser without console errors', async () => {
    const browser = await openBrowser()
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(`${service.url}/api/docs`)
    await page.locator('#operations-stories-generateStory').waitFor()
    await browser.close()
    expect(complaints).toEqual([])
  })

  it('is reachable at its shortcut, and at the addresses of the Python service', async () => {
    for (const [address, target] of [
      ['/docs', '/api/docs'],
      ['/redoc', '/api/docs'],
      ['/api/v1/openapi.json', '/api/swagger.json']
    ] as const) {
      const { status, headers } = await request(service.url).get(address)
      expect([status, headers['location']]).toEqual([302, target])
    }
  })

  it('serves no other files of the package', async () => {
    for (const file of ['package.json', 'swagger-ui.js.map', '..%2fpackage.json', 'nothing']) {
      const { status, body } = await request(service.url).get(`/api/docs/${file}`)
      expect([status, body.error?.code]).toEqual([404, 'NOT_FOUND'])
    }
  })

  it('does not change the strict policy of other responses', async () => {
    const page = await request(service.url).get('/api/docs')
    const other = await request(service.url).get('/api/health/live')
    expect(other.headers['content-security-policy']).toBeDefined()
    expect(other.headers['content-security-policy']).not.toBe(
      page.headers['content-security-policy']
    )
  })

  it('does not exist with ENABLE_DOCS=false, nor does the document', async () => {
    const other = await startService({ ENABLE_DOCS: 'false' })
    for (const path of ['/api/docs', '/api/docs/', '/api/swagger.json', '/docs']) {
      expect((await request(other.url).get(path)).status).toBe(404)
    }
    const { body } = await request(other.url).get('/')
    await other.close()
    expect(body.links).not.toHaveProperty('docs')
  })
})

describe('The test harness', () => {
  it('detects a response that is not as documented', async () => {
    const other = await startService()
    const health = other.app.get(HealthService)
    const report = await health.report()
    health.report = () => Promise.resolve(Object.assign(report, { secret: 'field' }))
    await request(other.url).get('/api/health')
    await expect(other.close()).rejects.toThrow(/additional properties.*secret/)
  })
})

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'javascript',
  '.png': 'image/png'
}

interface PlacedMediaType {
  readonly at: string
  readonly media: MediaType
}

/** Every body of the document: of requests, of answers, of answers that many routes share. */
function mediaTypes(): readonly PlacedMediaType[] {
  const { paths, components } = contract.document
  const found: PlacedMediaType[] = []
  collect({ paths, components }, '')
  return found

  function collect(node: unknown, at: string): void {
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node)) {
      if (key === 'content') {
        for (const [type, media] of Object.entries(value as Record<string, MediaType>)) {
          found.push({ at: `${at} ${type}`, media })
        }
      } else if (key !== 'examples' && key !== 'properties') collect(value, `${at}/${key}`)
    }
  }
}
