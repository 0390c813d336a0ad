import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

describe('POST /api/v1/generate', () => {
  it('returns 200 with a snake_case story without an envelope and its real check results', async () => {
    const { status, body, headers } = await generate(service.url, storyRequest({ max_length: 200 }))
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch('application/json')
    expect(body).toEqual({
      title: expect.stringMatching(/^.{3,200}$/),
      content: expect.any(String),
      content_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      ai_generated: true,
      digital_source_type: 'trainedAlgorithmicMedia',
      keywords_used: ['fox', 'lantern'],
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      keywords_unconfirmed: [],
      keywords_missing: [],
      word_count: expect.any(Number),
      lacks: [],
      model: 'jiraiya-simulator',
      cached: false,
      budget_limited: false,
      usage: {
        prompt_tokens: expect.any(Number),
        completion_tokens: expect.any(Number),
        total_tokens: body.usage.prompt_tokens + body.usage.completion_tokens
      },
      cost_usd: expect.any(Number),
      correlation_id: headers['x-correlation-id']
    })
    for (const keyword of storyRequest().keywords)
      expect(body.content.toLowerCase()).toContain(keyword)
    expect(body.word_count).toBeGreaterThanOrEqual(120)
    expect(body.word_count).toBeLessThanOrEqual(200)
  })

  it('returns the tokens that the provider counted and their exact price', async () => {
    const { body } = await generate(service.url)
    const { prompt, completion } = service.simulator.stats().tokens
    expect(body.usage).toMatchObject({ prompt_tokens: prompt, completion_tokens: completion })
    const picodollars = prompt * 150_000 + completion * 600_000
    expect(body.cost_usd).toBe(picodollars / 1e12)
  })

  it('works with curl as for a client of the Python service', async () => {
    const { stdout } = await promisify(execFile)('curl', [
      '-s',
      '-X',
      'POST',
      `${service.url}/api/v1/generate`,
      '-H',
      `X-API-Key: ${testKey}`,
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"keywords": ["dragon", "bakery"], "genre": "comedy", "tone": "humorous", "max_length": 150}'
    ])
    const answer = JSON.parse(stdout) as Record<string, unknown>
    expect(answer['keywords_used']).toEqual(['dragon', 'bakery'])
    expect(answer['title']).toEqual(expect.any(String))
    expect(answer['content']).toEqual(expect.any(String))
  })

  it('sends the text of the client only as JSON in the user message, cleaned', async () => {
    await generate(service.url, { keywords: ['\u202Efox\u200B  den\u0007'], genre: ' ｆａｂｌｅ ' })
    const [request] = service.simulator.requests()
    const body = request?.body as { messages: { role: string; content: string }[] }
    const [system, user] = body.messages
    expect(JSON.parse(user?.content ?? '')).toMatchObject({ keywords: ['fox den'], genre: 'fable' })
    expect(system?.content).not.toContain('fox')
    expect(system?.content).not.toContain('fable')
  })

  it.each([
    ['camelCase', { maxLength: 120, minLength: 60 }, { min: 60, max: 120 }],
    ['snake_case', { max_length: 120, min_length: 60 }, { min: 60, max: 120 }],
    ['digits in a string', { max_length: '120' }, { min: 72, max: 120 }],
    ['null for missing', { max_length: null, min_length: null }, { min: 300, max: 500 }],
    ['nothing', {}, { min: 300, max: 500 }]
  ])('accepts lengths as %s', async (_, lengths, words) => {
    expect((await generate(service.url, storyRequest({ ...lengths }))).status).toBe(200)
    expect(asked()).toMatchObject({ words })
  })

  it.each([
    ['DRAMATIC', 'dramatic'],
    ['Humorous', 'humorous'],
    [null, 'neutral'],
    [undefined, 'neutral']
  ])('accepts the tone %j as %s', async (tone, meant) => {
    expect((await generate(service.url, storyRequest({ tone }))).status).toBe(200)
    expect(asked()).toMatchObject({ tone: meant })
  })

  it('keeps the order of keywords and removes blanks and repetitions in other letter case', async () => {
    const keywords = ['Zebra', ' ', 'ant', 'ZEBRA', 'Ant', 'moon']
    const { body } = await generate(service.url, storyRequest({ keywords }))
    expect(asked()).toMatchObject({ keywords: ['Zebra', 'ant', 'moon'] })
    expect(body.keywords_used).toEqual(['Zebra', 'ant', 'moon'])
  })

  it('ignores unknown fields, as the Python service does', async () => {
    expect(
      (await generate(service.url, storyRequest({ temperature: 2, userId: 'x' }))).status
    ).toBe(200)
  })

  it('writes in the requested language and counts its words', async () => {
    const { body } = await generate(service.url, {
      keywords: ['Drache'],
      genre: 'Märchen',
      language: 'DE-de',
      max_length: 150
    })
    expect(asked()).toMatchObject({ language: 'de-DE' })
    expect(body.keywords_used).toEqual(['Drache'])
    expect(body.word_count).toBeLessThanOrEqual(165)
  })
})

function asked(): unknown {
  const body = service.simulator.requests().at(0)?.body as { messages: { content: string }[] }
  return JSON.parse(body.messages[1]?.content ?? '')
}
