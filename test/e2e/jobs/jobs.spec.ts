import request from 'supertest'
import { createHash } from 'node:crypto'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { createJob, jobIn, postJob, readJob } from '../../harness/jobs/jobs.js'
import { eventually } from '../../harness/service/instances.js'
import { useService } from '../../harness/service/use-service.js'

const adminKey = 'the-key-of-those-who-see-the-jobs-of-all'
const service = useService({
  WORKER_INLINE: 'true',
  JOBS_CONCURRENCY: '3',
  JOBS_MAX_WAITING: '12',
  OPENAI_MAX_RETRIES: '0',
  API_KEYS: JSON.stringify([
    testKey,
    {
      name: 'operators',
      sha256: createHash('sha256').update(adminKey).digest('hex'),
      scopes: ['stories', 'admin']
    }
  ])
})
const ledger = new LedgerReader(() => service.app)

const chats = (): number => service.simulator.stats().calls['POST /v1/chat/completions'] ?? 0
const get = (path: string, key = testKey) =>
  request(service.url).get(`/api/v1${path}`).set('X-API-Key', key)
const cancel = (id: string, key = testKey) =>
  request(service.url).delete(`/api/v1/jobs/${id}`).set('X-API-Key', key)

describe('A job', () => {
  it('is accepted, runs, and leaves a story that is charged once', async () => {
    await ledger.clear()
    const created = await postJob(service.url).expect(202)
    const { id, priority, error } = created.body.data
    expect(created.headers['location']).toBe(`/api/v1/jobs/${id}`)
    expect({ priority, error }).toEqual({ priority: 'normal', error: null })
    const job = await jobIn(service.url, id, 'completed')
    expect(job).toMatchObject({ progress: { stage: 'ended', attempt: 1 }, error: null })
    const story = await get(`/stories/${job.storyId}`).expect(200)
    expect(story.body.data).toMatchObject({ keywords: ['fox', 'lantern'], cached: false })
    expect(chats()).toBe(1)
    expect(await ledger.disagreements()).toEqual([])
    expect(await metric(service.url, 'jiraiya_jobs_ended_total', { outcome: 'completed' })).toBe(1)
  })

  it('is also created by POST /stories with Prefer: respond-async', async () => {
    const { headers, body } = await request(service.url)
      .post('/api/v1/stories')
      .set('X-API-Key', testKey)
      .set('Prefer', 'wait=1, respond-async')
      .send(storyRequest())
      .expect(202)
    expect(headers['preference-applied']).toBe('respond-async')
    expect(headers['location']).toBe(`/api/v1/jobs/${body.data.id}`)
    await jobIn(service.url, body.data.id, 'completed')
  })

  it('refuses an invalid body, as stories do', async () => {
    const invalid = { ...storyRequest(), priority: 'urgent', startAfter: '2020-01-01' }
    const { body } = await postJob(service.url, invalid).expect(400)
    const fields = body.error.details.validation_errors as { readonly field: string }[]
    expect(fields.map(({ field }) => field)).toEqual(['priority', 'startAfter'])
  })

  it('is created once for an Idempotency-Key', async () => {
    const first = await postJob(service.url).set('Idempotency-Key', 'one-job').expect(202)
    const second = await postJob(service.url).set('Idempotency-Key', 'one-job').expect(202)
    expect(second.body.data.id).toBe(first.body.data.id)
    expect(second.headers['idempotency-replayed']).toBe('true')
    const other = storyRequest({ tone: 'dark' })
    await postJob(service.url, other).set('Idempotency-Key', 'one-job').expect(422)
    await jobIn(service.url, first.body.data.id, 'completed')
  })

  it('fails with the error of the story, and an admin can run it again', async () => {
    service.simulator.setFaults([{ fault: 'refusal' }])
    const id = await createJob(service.url)
    const failed = await jobIn(service.url, id, 'failed')
    expect(failed.error).toMatchObject({ code: 'AI_REFUSED', details: { reason: 'refusal' } })
    service.simulator.setFaults([])
    const retry = (key: string) =>
      request(service.url).post(`/api/v1/admin/jobs/${id}/retry`).set('X-API-Key', key)
    await retry(testKey).expect(403)
    await retry(adminKey).expect(200)
    const job = await jobIn(service.url, id, 'completed')
    expect(job).toMatchObject({ progress: { attempt: 2 }, error: null })
    const { body } = await retry(adminKey).expect(409)
    expect(body.error.code).toBe('JOB_NOT_FAILED')
  })

  it('is tried again after a failure that may pass', async () => {
    service.simulator.setFaults([{ fault: 'status-500', times: 1 }])
    const id = await createJob(service.url)
    const job = await jobIn(service.url, id, 'completed')
    expect(job.progress.attempt).toBe(2)
    expect(await metric(service.url, 'jiraiya_jobs_ended_total', { outcome: 'retried' })).toBe(1)
  })

  it('aborts its call of the provider when it is cancelled', async () => {
    service.simulator.setFaults([{ fault: 'silent' }])
    const id = await createJob(service.url)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
    await cancel(id).expect(204)
    await service.simulator.waitFor(({ inFlight }) => inFlight === 0)
    expect(await readJob(service.url, id)).toMatchObject({ state: 'cancelled', storyId: null })
    await cancel(id).expect(204)
    await eventually(async () => (await ledger.reservations()) === 0)
  })

  it('does not start before its time, and can be cancelled until then', async () => {
    const startAfter = new Date(Date.now() + 3_600_000).toISOString()
    const id = await createJob(service.url, storyRequest({ startAfter }))
    await jobIn(service.url, await createJob(service.url), 'completed')
    expect(await readJob(service.url, id)).toMatchObject({ state: 'queued', startAfter })
    await cancel(id).expect(204)
    expect((await readJob(service.url, id)).state).toBe('cancelled')
  })

  it('fails when its deadline passes', async () => {
    service.simulator.setFaults([{ fault: 'silent' }])
    const deadline = new Date(Date.now() + 1500).toISOString()
    const id = await createJob(service.url, storyRequest({ deadline }))
    const job = await jobIn(service.url, id, 'failed')
    expect(job.error).toMatchObject({ code: 'AI_TIMEOUT', details: { reason: 'deadline' } })
  })

  it('belongs to its owner; admins see all', async () => {
    const id = await createJob(service.url)
    await jobIn(service.url, id, 'completed')
    const stranger = { Authorization: `Bearer ${userToken({ sub: 'stranger' })}` }
    await request(service.url).get(`/api/v1/jobs/${id}`).set(stranger).expect(404)
    await request(service.url).delete(`/api/v1/jobs/${id}`).set(stranger).expect(404)
    await request(service.url).get(`/api/v1/jobs/${id}/events`).set(stranger).expect(404)
    await get('/jobs/no-uuid').expect(404)
    expect((await readJob(service.url, id, adminKey)).id).toBe(id)
    const own = await get('/jobs', adminKey).expect(200)
    expect(own.body.data.total).toBe(0)
    const all = await get('/admin/jobs?state=completed&limit=1', adminKey).expect(200)
    expect(all.body.data).toMatchObject({ results: [{ id }] })
    await get('/admin/jobs').expect(403)
  })

  it('is listed by cursor, the newest first', async () => {
    const first = await get('/jobs?limit=1&state=completed').expect(200)
    const { nextCursor } = first.body.data.pagination
    const second = await get(`/jobs?limit=1&state=completed&cursor=${nextCursor}`).expect(200)
    const times = [first, second].map(({ body }) => Date.parse(body.data.results[0].createdAt))
    expect(times[0]).toBeGreaterThanOrEqual(times[1] ?? Infinity)
    await get('/jobs?cursor=nonsense').expect(400)
  })

  it('streams its progress until it ends', async () => {
    service.simulator.setFaults([{ fault: 'held' }])
    const id = await createJob(service.url)
    await service.simulator.waitFor(({ faults }) => faults.held === 1)
    const events = await fetch(`${service.url}/api/v1/jobs/${id}/events`, {
      headers: { 'X-API-Key': testKey }
    })
    expect(events.headers.get('content-type')).toMatch(/text\/event-stream/)
    let text = ''
    for await (const part of events.body ?? []) {
      text += Buffer.from(part).toString()
      // The job ends after the first event has arrived.
      service.simulator.setFaults([])
    }
    const states = [...text.matchAll(/"state":"(\w+)"/g)].map(match => match[1])
    expect(states.at(-1)).toBe('completed')
    expect(states.length).toBeGreaterThan(1)
  })

  it('is refused when too many jobs of its owner wait', async () => {
    const startAfter = new Date(Date.now() + 3_600_000).toISOString()
    const ids: string[] = []
    for (let n = 0; n < 12; n++) {
      ids.push(await createJob(service.url, storyRequest({ startAfter })))
    }
    const { body } = await postJob(service.url).expect(429)
    expect(body.message).toBe(
      'Too many waiting jobs: at most 12 are allowed, and 12 wait; try again later'
    )
    for (const id of ids) await cancel(id).expect(204)
  })
})
