import type OpenAI from 'openai'
import { startSimulator, type Simulator } from '../simulator.ts'
import { clientOf } from '../testing.ts'

let simulator: Simulator
let openai: OpenAI
const model = 'gpt-4o-mini'

beforeAll(async () => {
  simulator = await startSimulator()
  openai = clientOf(simulator.baseUrl)
})
afterEach(() => simulator.reset())
afterAll(() => simulator.close())

const post = (body: unknown, headers: Record<string, string> = { authorization: 'Bearer x' }) =>
  fetch(`${simulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body)
  })

describe('A bad request', () => {
  const messages = [{ role: 'user', content: 'hello' }]
  const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] }

  it.each([
    ['no JSON', '{', 400, 'JSON body'],
    ['no model', { messages }, 400, 'model parameter'],
    ['no messages', { model }, 400, "'messages'"],
    ['both limits', { model, messages, max_tokens: 1, max_completion_tokens: 1 }, 400, 'same time'],
    ['a limit of 0', { model, messages, max_tokens: 0 }, 400, "'max_tokens'"],
    ['stream_options alone', { model, messages, stream_options: {} }, 400, 'stream_options'],
    [
      'json_object without the word',
      { model, messages, response_format: { type: 'json_object' } },
      400,
      "'json'"
    ],
    ['an unknown format', { model, messages, response_format: { type: 'xml' } }, 400, "'xml'"],
    [
      'a schema that is not strict',
      {
        model,
        messages,
        response_format: { type: 'json_schema', json_schema: { name: 'a', strict: true, schema } }
      },
      400,
      'additionalProperties'
    ]
  ])('with %s is rejected in the error format', async (_, body, status, message) => {
    const response = await post(body)
    const { error } = (await response.json()) as { error: { message: string; type: string } }
    expect(response.status).toBe(status)
    expect(error.message).toContain(message)
    expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code'])
  })

  it('without a key returns 401', async () => {
    expect((await post({ model, messages }, {})).status).toBe(401)
  })

  it('to an unknown route returns 404', async () => {
    await expect(openai.get('/nowhere')).rejects.toMatchObject({ status: 404 })
    expect(simulator.stats().calls).toEqual({ unknown: 1 })
  })
})

describe('The other routes', () => {
  it('list and retrieve models', async () => {
    const listed = await openai.models.list()
    expect(listed.data.map(({ id }) => id)).toEqual(['jiraiya-simulator', 'gpt-4o-mini'])
    expect(await openai.models.retrieve('gpt-4o-mini')).toMatchObject({ object: 'model' })
    await expect(openai.models.retrieve('gpt-0')).rejects.toMatchObject({ code: 'model_not_found' })
  })

  it('moderate each text by its trigger words', async () => {
    const { results } = await openai.moderations.create({
      input: ['a quiet tea', 'some Simulated-Violence here']
    })
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true])
    expect(results[1]?.categories.violence).toBe(true)
    expect(results[1]?.categories['violence/graphic']).toBe(false)
    expect(results[1]?.category_scores.violence).toBeGreaterThan(0.9)
  })
})
