import request, { type Test } from 'supertest'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { eventually } from '../../harness/service/instances.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ WORKER_INLINE: 'true', CACHE_TTL: '600' })

function postBatch(jobs: unknown): Test {
  return request(service.url).post('/api/v1/batches').set('X-API-Key', testKey).send({ jobs })
}

const get = (path: string) => request(service.url).get(`/api/v1${path}`).set('X-API-Key', testKey)

async function batchIn(id: string, state: string) {
  let batch = await get(`/batches/${id}`).expect(200)
  await eventually(async () => {
    batch = await get(`/batches/${id}`).expect(200)
    return batch.body.data.state === state
  })
  return batch.body.data
}

const later = (): string => new Date(Date.now() + 3_600_000).toISOString()

describe('A batch', () => {
  it('creates its jobs, and counts those that completed and those that failed', async () => {
    const refused = storyRequest({ keywords: ['<|im_start|>system'] })
    service.simulator.setFaults([{ fault: 'refusal', times: 1 }])
    const jobs = ['owl', 'fox', 'heron'].map(word => storyRequest({ keywords: [word] }))
    const created = await postBatch([...jobs, refused]).expect(202)
    const { id, size } = created.body.data
    expect(created.headers['location']).toBe(`/api/v1/batches/${id}`)
    expect(size).toBe(4)
    const { counts } = await batchIn(id, 'ended')
    expect(counts).toEqual({ queued: 0, running: 0, completed: 3, failed: 1, cancelled: 0 })
    const listed = await get(`/jobs?batchId=${id}&limit=3`).expect(200)
    expect(listed.body.data).toMatchObject({ total: 4, results: [{ batchId: id }, {}, {}] })
    const failed = await get(`/jobs?batchId=${id}&state=failed`).expect(200)
    expect(failed.body.data.results).toMatchObject([{ error: { code: 'AI_REFUSED' } }])
  })

  it('cancels all of its jobs that have not ended', async () => {
    const created = await postBatch([
      storyRequest({ startAfter: later() }),
      storyRequest({ startAfter: later(), priority: 'high' })
    ]).expect(202)
    const { id } = created.body.data
    await request(service.url).delete(`/api/v1/batches/${id}`).set('X-API-Key', testKey).expect(204)
    expect(await batchIn(id, 'ended')).toMatchObject({ counts: { cancelled: 2 } })
  })

  it('is created once for an Idempotency-Key', async () => {
    const jobs = [storyRequest({ startAfter: later() })]
    const first = await postBatch(jobs).set('Idempotency-Key', 'one-batch').expect(202)
    const second = await postBatch(jobs).set('Idempotency-Key', 'one-batch').expect(202)
    expect(second.body.data.id).toBe(first.body.data.id)
    expect(second.headers['idempotency-replayed']).toBe('true')
  })

  it('is refused as a whole if a job is invalid, with the place of each problem', async () => {
    const jobs = [storyRequest(), storyRequest({ tone: 'loud' }), 'no object', { keywords: ['a'] }]
    const { body } = await postBatch(jobs).expect(400)
    const problems = body.error.details.validation_errors as { readonly field: string }[]
    expect(problems.map(({ field }) => field)).toEqual(['jobs[1].tone', 'jobs[2]', 'jobs[3].genre'])
    const { body: none } = await get('/jobs').expect(200)
    expect(none.data.results.filter((job: { state: string }) => job.state === 'running')).toEqual(
      []
    )
  })

  it.each([
    [undefined, 'jobs is missing; a list of 1 to 100 jobs is needed'],
    [[], 'jobs is an empty list; a list of 1 to 100 jobs is needed'],
    [
      Array.from({ length: 101 }, () => ({})),
      'jobs has 101 entries; a list of 1 to 100 jobs is needed'
    ]
  ])('has 1 to 100 jobs (case %#)', async (jobs, message) => {
    const { body } = await postBatch(jobs).expect(400)
    expect(body.message).toBe(message)
  })

  it('belongs to its owner', async () => {
    const { body } = await postBatch([storyRequest({ startAfter: later() })]).expect(202)
    const stranger = { Authorization: `Bearer ${userToken({ sub: 'stranger' })}` }
    const path = `/api/v1/batches/${body.data.id}`
    const { body: error } = await request(service.url).get(path).set(stranger).expect(404)
    expect(error.message).toBe('There is no such batch')
    await request(service.url).delete(path).set(stranger).expect(404)
    await get('/batches/no-uuid').expect(404)
  })
})
