import { createHash } from 'node:crypto'
import { request as send } from 'node:http'
import * as fc from 'fast-check'
import { openApiDocument } from '../../src/app.openapi.js'
import { ApiContract, type SeenAnswer } from '../harness/assertions/api-contract.js'
import { randomRequest } from '../harness/fixtures/random-requests.js'
import type { RandomRequest } from '../harness/fixtures/request-changes.js'
import { testKey } from '../harness/fixtures/requests.js'
import { userToken } from '../harness/fixtures/tokens.js'
import { useService } from '../harness/service/use-service.js'

const runs = 400
const seed = 20_261_120
const issuerKey = 'a-key-of-the-tests-that-may-issue-tokens'

const service = useService({
  API_KEYS: JSON.stringify([testKey, { name: 'issuer', sha256: digest(issuerKey), scopes: all() }]),
  FLOOD_LIMIT_PER_MINUTE: '1000000',
  LOGIN_FAILURES_PER_MINUTE: '1000000'
})

describe(`${runs} random requests`, () => {
  it('get only documented responses, and cause no internal error', async () => {
    const contract = new ApiContract(await openApiDocument(service.app))
    const requests = randomRequest(contract.document, [
      { 'X-API-Key': testKey },
      { 'X-API-Key': issuerKey },
      { Authorization: `Bearer ${userToken()}` }
    ])
    const met = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(requests, async request => {
        const answer = await answerTo(request)
        met.set(answer.status, (met.get(answer.status) ?? 0) + 1)
        expect(contract.violations(answer)).toEqual([])
        expect(answer.status).toBeLessThan(500)
      }),
      { numRuns: runs, seed, interruptAfterTimeLimit: 600_000, markInterruptAsFailure: true }
    )
    // Enough requests are accepted, and enough are refused for different reasons, so the test is
    // meaningful.
    const well = [200, 201, 204].reduce((sum, status) => sum + (met.get(status) ?? 0), 0)
    expect(well).toBeGreaterThan(runs / 7)
    expect(met.get(400)).toBeGreaterThan(runs / 7)
    expect([...met.keys()]).toEqual(expect.arrayContaining([401, 403, 404, 405, 413, 415]))
  })
})

function answerTo({ method, path, headers, body }: RandomRequest): Promise<SeenAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(service.url)
    const call = send({ hostname, port, method, path: encoded(path), headers, agent: false })
    call.once('response', response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          method,
          url: encoded(path),
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString()
        })
      )
    })
    call.once('error', reject)
    call.end(body)
  })
}

/** The HTTP client refuses to send a URL that has no path. */
function encoded(path: string): string {
  return path.replace(/[^\x21-\x7e]/g, encodeURIComponent)
}

function all(): readonly string[] {
  return ['stories', 'act-as', 'tokens:issue']
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
