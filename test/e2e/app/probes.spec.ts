import request from 'supertest'
import { MetricsServer } from '#core/metrics/metrics-server.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { generate } from '../../harness/fixtures/requests.js'
import { metric } from '../../harness/assertions/metrics.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

function healthy(name: string): object {
  return {
    name,
    status: 'healthy',
    response_time_ms: expect.any(Number),
    last_check: expect.any(String)
  }
}

describe('The health endpoint', () => {
  it.each(['/api/health', '/api/v1/health'])('at %s reports all dependencies', async path => {
    const { status, body } = await request(service.url).get(path)
    expect(status).toBe(200)
    expect(body).toEqual({
      status: 'ok',
      service: 'jiraiya',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      environment: 'development',
      uptime_seconds: expect.any(Number),
      timestamp: expect.any(String),
      shared_state: 'process',
      dependencies: [
        healthy('postgres'),
        { ...healthy('openai'), notes: ['gpt-4o-mini: shutdown 2027-01-14'] },
        healthy('circuit_breaker')
      ],
      metrics: { requests_total: expect.any(Number), in_flight: expect.any(Number) }
    })
  })

  it('calls the provider once for many probes, and spends no tokens', async () => {
    const other = await startService({ OPENAI_BASE_URL: service.simulator.baseUrl })
    await Promise.all(Array.from({ length: 20 }, () => request(other.url).get('/api/health')))
    await other.close()
    expect(service.simulator.requests().map(({ path }) => path)).toEqual(['/v1/models'])
    expect(service.simulator.stats().tokens).toEqual({ prompt: 0, completion: 0 })
  })

  it('is degraded but ready when the provider is down', async () => {
    const other = await startService({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })
    const health = await request(other.url).get('/api/health')
    const ready = await request(other.url).get('/api/health/ready')
    await other.close()
    expect(health.status).toBe(200)
    expect(health.body).toMatchObject({
      status: 'degraded',
      dependencies: [
        { name: 'postgres', status: 'healthy' },
        { name: 'openai', status: 'degraded' },
        { name: 'circuit_breaker', status: 'healthy' }
      ]
    })
    expect(ready.status).toBe(200)
    expect(ready.body).toMatchObject({ ready: true, status: 'ok', checks: { postgres: 'healthy' } })
  })

  it('treats a provider without a list of models as healthy', async () => {
    service.simulator.setFaults([{ fault: 'status-404', on: 'models' }])
    const other = await startService({ OPENAI_BASE_URL: service.simulator.baseUrl })
    const { body } = await request(other.url).get('/api/health')
    await other.close()
    expect(body.status).toBe('ok')
  })

  it('reports liveness, readiness and startup', async () => {
    const live = await request(service.url).get('/api/health/live')
    const ready = await request(service.url).get('/api/v1/health/ready')
    const startup = await request(service.url).get('/api/health/startup')
    expect(live.body).toEqual({ alive: true, timestamp: expect.any(String) })
    expect([live.status, ready.status, startup.status]).toEqual([200, 200, 200])
    expect(startup.body.started).toBe(true)
  })

  it('is not ready while draining, and rejects requests while closing', async () => {
    const other = await startService({ OPENAI_BASE_URL: service.simulator.baseUrl })
    const lifecycle = other.app.get(Lifecycle)
    lifecycle.drain()
    const ready = await request(other.url).get('/api/health/ready')
    const health = await request(other.url).get('/api/health')
    const served = await generate(other.url)
    lifecycle.close()
    const refused = await generate(other.url)
    await other.close()
    expect(ready.status).toBe(503)
    expect(ready.body).toMatchObject({ ready: false, status: 'shutting_down' })
    expect(health.status).toBe(503)
    expect(served.status).toBe(200)
    expect(refused.status).toBe(503)
    expect(refused.body.error).toMatchObject({ code: 'SHUTTING_DOWN', retryable: true })
  })
})

describe('The metrics endpoint', () => {
  it('returns Prometheus text without prefix or envelope', async () => {
    const { status, headers, text } = await request(service.url).get('/metrics')
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(text).toContain('process_cpu_seconds_total')
  })

  it('counts a request by its route template, and a request without a route as unmatched', async () => {
    const story = { endpoint: '/api/v1/generate', method: 'POST', status: '200' }
    const unmatched = { endpoint: 'unmatched', status: '404' }
    const stories = await metric(service.url, 'jiraiya_requests_total', story)
    const before = await metric(service.url, 'jiraiya_requests_total', unmatched)
    await generate(service.url)
    await request(service.url).get('/api/v1/made-up/7')
    expect(await metric(service.url, 'jiraiya_requests_total', story)).toBe(stories + 1)
    expect(await metric(service.url, 'jiraiya_requests_total', unmatched)).toBe(before + 1)
    expect(
      await metric(service.url, 'jiraiya_request_duration_seconds_count', {
        endpoint: story.endpoint
      })
    ).toBeGreaterThan(0)
  })

  it('counts attempts, tokens, cost and checks as the provider does', async () => {
    const names = [
      ['jiraiya_ai_requests_total', { model: 'gpt-4o-mini', outcome: 'ok' }],
      ['jiraiya_ai_request_duration_seconds_count', { model: 'gpt-4o-mini' }],
      ['jiraiya_ai_tokens_total', { type: 'prompt' }],
      ['jiraiya_ai_tokens_total', { type: 'completion' }],
      ['jiraiya_ai_cost_usd', { model: 'gpt-4o-mini' }],
      ['jiraiya_story_checks_total', { check: 'keywords', result: 'passed' }],
      ['jiraiya_story_checks_total', { check: 'repair', result: 'improved' }]
    ] as const
    const read = (): Promise<number[]> =>
      Promise.all(names.map(([name, labels]) => metric(service.url, name, labels)))
    const before = await read()
    service.simulator.setFaults([{ fault: 'omit-keywords', on: 'write' }])
    const { body } = await generate(service.url)
    const { prompt, completion } = service.simulator.stats().tokens
    const grown = (await read()).map((value, index) => value - (before[index] ?? 0))
    expect(grown.map(value => Number(value.toFixed(9)))).toEqual([
      2,
      2,
      prompt,
      completion,
      Number(body.cost_usd.toFixed(9)),
      1,
      1
    ])
  })

  it('is served on METRICS_PORT only, if that is set', async () => {
    const other = await startService({ METRICS_PORT: '0' })
    const own = `http://127.0.0.1:${other.app.get(MetricsServer).port}`
    const [main, metrics, health, posted, root] = await Promise.all([
      request(other.url).get('/metrics'),
      request(own).get('/metrics?x=1'),
      request(own).get('/api/health'),
      request(own).post('/metrics'),
      request(other.url).get('/')
    ])
    await other.close()
    expect(main.status).toBe(404)
    expect(metrics.status).toBe(200)
    expect(metrics.headers['content-type']).toMatch(/^text\/plain/)
    expect(metrics.text).toContain('jiraiya_requests_total')
    expect([health.status, posted.status]).toEqual([404, 405])
    expect(root.body.links).not.toHaveProperty('metrics')
    await expect(request(own).get('/metrics')).rejects.toThrow('ECONNREFUSED')
  })

  it('returns 404 when it is disabled', async () => {
    const other = await startService({ ENABLE_METRICS: 'false' })
    const { status } = await request(other.url).get('/metrics')
    await other.close()
    expect(status).toBe(404)
  })
})

describe('The root path', () => {
  it('returns name, version and links', async () => {
    const { body } = await request(service.url).get('/')
    expect(body).toMatchObject({ name: 'jiraiya', links: { generate: '/api/v1/generate' } })
  })
})
