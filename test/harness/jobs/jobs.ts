import request, { type Test } from 'supertest'
import { storyRequest, testKey } from '../fixtures/requests.js'
import { eventually } from '../service/instances.js'

/** A job, as its owner sees it. */
export interface SeenJob {
  readonly id: string
  readonly batchId: string | null
  readonly state: string
  readonly progress: { readonly stage: string; readonly attempt: number }
  readonly storyId: string | null
  readonly error: {
    readonly code: string
    readonly details: Readonly<Record<string, unknown>>
  } | null
}

export function postJob(url: string, body: object = storyRequest()): Test {
  return request(url).post('/api/v1/jobs').set('X-API-Key', testKey).send(body)
}

/** Creates a job, and returns its id. */
export async function createJob(url: string, body: object = storyRequest()): Promise<string> {
  const { body: created } = await postJob(url, body).expect(202)
  return created.data.id
}

export async function readJob(url: string, id: string, key = testKey): Promise<SeenJob> {
  const { body } = await request(url).get(`/api/v1/jobs/${id}`).set('X-API-Key', key).expect(200)
  return body.data
}

/** The job, once it has this state. */
export async function jobIn(url: string, id: string, ...states: string[]): Promise<SeenJob> {
  let job = await readJob(url, id)
  await eventually(async () => {
    job = await readJob(url, id)
    return states.includes(job.state)
  })
  return job
}
