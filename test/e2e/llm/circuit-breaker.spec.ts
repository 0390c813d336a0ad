import request from 'supertest'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, testModel } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const threshold = 3
const service = useService({
  OPENAI_MAX_RETRIES: '0',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: String(threshold)
})

/** The status of a generation, and why it failed. */
async function generateAs(sub: string): Promise<readonly unknown[]> {
  const { status, body } = await request(service.url)
    .post('/api/v1/generate')
    .set('Authorization', `Bearer ${userToken({ sub })}`)
    .send(storyRequest())
  return [status, body.error?.details.reason]
}

const failed = [503, 'upstream_server_error']
const rejected = [503, 'breaker_open']
const written = [200, undefined]

describe('The circuit breaker', () => {
  it('opened by one owner rejects this owner and no other, until two owners fail', async () => {
    const { simulator } = service
    simulator.setFaults([{ fault: 'status-500' }])
    for (let call = 0; call < threshold; call++) expect(await generateAs('ann')).toEqual(failed)
    simulator.setFaults([])
    expect(await generateAs('ann')).toEqual(rejected)
    expect(await generateAs('ben')).toEqual(written)
    expect(await metric(service.url, 'jiraiya_circuit_breaker_state', { model: testModel })).toBe(2)

    simulator.setFaults([{ fault: 'status-500' }])
    for (const sub of ['ben', 'cat', 'ben']) expect(await generateAs(sub)).toEqual(failed)
    simulator.setFaults([])
    for (const sub of ['ann', 'ben', 'cat', 'dan']) expect(await generateAs(sub)).toEqual(rejected)
  })
})
