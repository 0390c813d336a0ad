import { once } from 'node:events'
import { createServer as createPlainServer, type Server as PlainServer } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import request from 'supertest'
import { Webhook } from 'standardwebhooks'
import { verifyWebhook, WebhookVerificationError } from '../../../clients/typescript/src/index.js'
import { startSimulator } from '../../../tools/simulator/simulator.ts'
import { storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { createJob, jobIn, postJob } from '../../harness/jobs/jobs.js'
import { createCertificates, type Certificates } from '../../harness/servers/setups/certificates.js'
import { eventually } from '../../harness/service/instances.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const secrets = ['first', 'second'].map(
  name => `whsec_${Buffer.from(name.padEnd(32, '-')).toString('base64')}`
)

interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

let certificates: Certificates
let receiver: Server
/** A server that no webhook may reach. */
let hidden: PlainServer
let hiddenConnections = 0
const received: Received[] = []
/** What the receiver does next, by path; then 204. */
const answers = new Map<string, (() => { status: number; location?: string })[]>()

const origin = (): string => `https://localhost:${(receiver.address() as AddressInfo).port}`
const at = (path: string): readonly Received[] => received.filter(one => one.path === path)

function firstAt(path: string): Received {
  const [first] = at(path)
  if (first === undefined) throw new Error(`nothing arrived at ${path}`)
  return first
}

beforeAll(async () => {
  certificates = await createCertificates()
  const { key, cert } = certificates.server
  receiver = createServer({ key, cert }, (incoming, response) => {
    let body = ''
    incoming.on('data', (part: Buffer) => (body += part.toString()))
    incoming.on('end', () => {
      const path = incoming.url ?? ''
      received.push({ path, headers: incoming.headers as Received['headers'], body })
      const { status, location } = answers.get(path)?.shift()?.() ?? { status: 204 }
      response.writeHead(status, location === undefined ? {} : { location }).end()
    })
  })
  hidden = createPlainServer((_incoming, response) => response.end())
  hidden.on('connection', () => hiddenConnections++)
  for (const server of [receiver, hidden]) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  hidden.close()
  await certificates.remove()
})

const settings = () => ({
  WORKER_INLINE: 'true',
  WEBHOOK_HOSTS: 'localhost',
  WEBHOOK_SECRET: secrets.join(','),
  WEBHOOK_TLS_CA: certificates.authority.cert
})

interface SeenWebhook {
  readonly id: string
  readonly url: string
  readonly state: string
  readonly attempts: readonly { readonly status: number | null; readonly problem: string | null }[]
}

describe('A webhook', () => {
  const service = useService(() => ({
    ...settings(),
    WEBHOOK_PRIVATE_NETWORKS: '127.0.0.0/8,::1/128',
    BUDGET_WEBHOOK_URL: `${origin()}/budgets`,
    BUDGET_GLOBAL_DAILY_USD: '0.01',
    BUDGET_WARN_AT: '1'
  }))

  async function webhookTo(url: string, ...states: string[]): Promise<SeenWebhook> {
    let found: SeenWebhook | undefined
    await eventually(async () => {
      const list = request(service.url).get('/api/v1/webhooks').set('X-API-Key', testKey)
      const { body } = await list.expect(200)
      found = (body.data.results as SeenWebhook[]).find(one => one.url === url)
      return found !== undefined && states.includes(found.state)
    })
    return found as SeenWebhook
  }

  it('reports the end of a job, signed with each secret', async () => {
    const callbackUrl = `${origin()}/done`
    const id = await createJob(service.url, storyRequest({ callbackUrl }))
    const job = await jobIn(service.url, id, 'completed')
    await eventually(() => at('/done').length === 1)
    const { body, headers } = firstAt('/done')
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({
        type: 'job.completed',
        data: { id, state: 'completed', storyId: job.storyId }
      })
      expect(await verifyWebhook(body, headers, secret)).toMatchObject({ type: 'job.completed' })
    }
    const webhook = await webhookTo(callbackUrl, 'delivered')
    expect(webhook).toMatchObject({ id: headers['webhook-id'], attempts: [{ status: 204 }] })
  })

  it('is verified by both clients, which refuse another text, secret or time', async () => {
    const { body, headers } = firstAt('/done')
    const wrong = `whsec_${Buffer.alloc(32).toString('base64')}`
    const late = { ...headers, 'webhook-timestamp': '1700000000' }
    const { 'webhook-id': _id, ...incomplete } = headers
    const attempts = await Promise.allSettled([
      verifyWebhook(`${body} `, headers, secrets),
      verifyWebhook(body, headers, wrong),
      verifyWebhook(body, headers, 'no base64 !'),
      verifyWebhook(body, late, secrets),
      verifyWebhook(body, { ...headers, 'webhook-timestamp': 'now' }, secrets),
      verifyWebhook(body, { ...headers, 'webhook-signature': 'v2,x' }, secrets),
      verifyWebhook(body, new Headers(incomplete), secrets)
    ])
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ reason: expect.any(WebhookVerificationError) })
    }
    expect(await verifyWebhook(body, new Headers(headers), secrets)).toHaveProperty('data')
    const program = `
import json, sys
from jiraiya import verify_webhook, WebhookVerificationError
body, headers, secrets = json.loads(sys.argv[1])
results = [verify_webhook(body, headers, secrets)["type"]]
for change in ((body + " ", headers, secrets), (body, headers, "${wrong}"),
               (body, {**headers, "webhook-timestamp": "1700000000"}, secrets), (body, {}, secrets)):
    try:
        verify_webhook(*change)
    except WebhookVerificationError:
        results.append("refused")
print(json.dumps(results))`
    const env = {
      ...process.env,
      PYTHONPATH: resolve('clients/python'),
      PYTHONDONTWRITEBYTECODE: '1'
    }
    const input = JSON.stringify([body, headers, secrets])
    const { stdout } = await promisify(execFile)('python3', ['-c', program, input], { env })
    expect(JSON.parse(stdout)).toEqual([
      'job.completed',
      'refused',
      'refused',
      'refused',
      'refused'
    ])
  })

  it('is sent again, as signed then, until the receiver takes it', async () => {
    answers.set('/flaky', [() => ({ status: 500 })])
    const callbackUrl = `${origin()}/flaky`
    service.simulator.setFaults([{ fault: 'refusal' }])
    await createJob(service.url, storyRequest({ callbackUrl }))
    const { attempts, id } = await webhookTo(callbackUrl, 'delivered')
    expect(attempts).toMatchObject([{ status: 500, problem: 'refused' }, { status: 204 }])
    const [first, second] = at('/flaky')
    expect([first, second].map(one => one?.headers['webhook-id'])).toEqual([id, id])
    expect(second?.body).toBe(first?.body)
    expect(await verifyWebhook(second?.body ?? '', second?.headers ?? {}, secrets)).toMatchObject({
      type: 'job.failed',
      data: { error: { code: 'AI_REFUSED' } }
    })
  })

  it('follows no redirect', async () => {
    const { port } = hidden.address() as AddressInfo
    const away = () => ({ status: 307, location: `http://127.0.0.1:${port}/secret` })
    answers.set('/moved', [away, away, away])
    const callbackUrl = `${origin()}/moved`
    const startAfter = new Date(Date.now() + 3_600_000).toISOString()
    const id = await createJob(service.url, storyRequest({ callbackUrl, startAfter }))
    await request(service.url).delete(`/api/v1/jobs/${id}`).set('X-API-Key', testKey).expect(204)
    await eventually(() => at('/moved').length === 1)
    await eventually(async () => (await webhookTo(callbackUrl, 'pending')).attempts.length > 0)
    const { attempts } = await webhookTo(callbackUrl, 'pending')
    expect(attempts[0]).toMatchObject({ status: 307, problem: 'redirects are not followed' })
    expect(hiddenConnections).toBe(0)
  })

  it('is delivered once more on request, with the same id, by its owner only', async () => {
    const { id } = await webhookTo(`${origin()}/done`, 'delivered')
    const path = `/api/v1/webhooks/${id}/redeliver`
    const stranger = { Authorization: `Bearer ${userToken({ sub: 'stranger' })}` }
    await request(service.url).post(path).set(stranger).expect(404)
    await request(service.url).post(path).set('X-API-Key', testKey).expect(202)
    await eventually(() => at('/done').length === 2)
    expect(at('/done').map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
  })

  it('is refused for an address that the operator does not allow', async () => {
    for (const callbackUrl of ['https://elsewhere.example/x', 'https://u:p@localhost/x']) {
      const { body } = await postJob(service.url, storyRequest({ callbackUrl })).expect(400)
      expect(body.error.details.validation_errors).toMatchObject([{ field: 'callbackUrl' }])
    }
    await postJob(service.url, storyRequest({ callbackUrl: 'http://localhost/x' })).expect(400)
    const { body } = await request(service.url)
      .post('/api/v1/batches')
      .set('X-API-Key', testKey)
      .send({ jobs: [storyRequest({ callbackUrl: 'https://elsewhere.example/x' })] })
      .expect(400)
    expect(body.message).toMatch(/^jobs\[0\]\.callbackUrl must be an https address of a host/)
  })

  it('warns the operator of a budget', async () => {
    await eventually(() => at('/budgets').length > 0)
    const { body, headers } = firstAt('/budgets')
    expect(await verifyWebhook(body, headers, secrets)).toMatchObject({
      type: 'budget.warning',
      data: { scope: 'global', account: 'global', period: 'day', percent: 1 }
    })
  })
})

describe('A webhook to a private address', () => {
  it('is not sent: no connection is made', async () => {
    let connections = 0
    receiver.on('connection', () => connections++)
    const simulator = await startSimulator()
    const service = await startService({ ...settings(), OPENAI_BASE_URL: simulator.baseUrl })
    const callbackUrl = `${origin()}/private`
    const startAfter = new Date(Date.now() + 3_600_000).toISOString()
    const id = await createJob(service.url, storyRequest({ callbackUrl, startAfter }))
    await request(service.url).delete(`/api/v1/jobs/${id}`).set('X-API-Key', testKey).expect(204)
    await eventually(async () => {
      const list = request(service.url).get('/api/v1/webhooks').set('X-API-Key', testKey)
      const { body } = await list.expect(200)
      const [attempt] = body.data.results[0].attempts
      return attempt?.problem === 'private address'
    })
    await service.close()
    await simulator.close()
    expect([connections, at('/private')]).toEqual([0, []])
  })
})
