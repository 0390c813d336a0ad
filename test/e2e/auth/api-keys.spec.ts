import { createHash } from 'node:crypto'
import request from 'supertest'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

function entry(name: string, key: string, scopes: readonly string[] = ['stories']): object {
  return { name, sha256: createHash('sha256').update(key).digest('hex'), scopes }
}

describe('An API key', () => {
  it('can be rotated without downtime, since two keys of one name are valid together', async () => {
    const keys = [entry('dashboard', 'the-old-key'), entry('dashboard', 'the-new-key')]
    const service = await startService({
      OPENAI_BASE_URL: simulator.baseUrl,
      API_KEYS: JSON.stringify(keys)
    })
    const statuses = []
    for (const key of ['the-old-key', 'the-new-key', 'the-old-ke', '']) {
      statuses.push((await generate(service.url).set('X-API-Key', key)).status)
    }
    await service.close()
    expect(statuses).toEqual([200, 200, 401, 401])
  })

  it('cannot be replaced by its digest', async () => {
    const { sha256 } = entry('x', 'the-real-key') as { sha256: string }
    const service = await startService({ API_KEYS: JSON.stringify([entry('x', 'the-real-key')]) })
    const { status } = await generate(service.url).set('X-API-Key', sha256)
    await service.close()
    expect(status).toBe(401)
  })
})

describe('Without REQUIRE_AUTHENTICATION', () => {
  it('any client may write stories', async () => {
    const service = await startService({
      OPENAI_BASE_URL: simulator.baseUrl,
      REQUIRE_AUTHENTICATION: 'false'
    })
    const { status } = await request(service.url).post('/api/v1/generate').send(storyRequest())
    await service.close()
    expect(status).toBe(200)
  })
})
