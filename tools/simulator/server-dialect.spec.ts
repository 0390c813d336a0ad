import { dialectNames, serverDialect } from './server-dialect.ts'
import { startSimulator } from './simulator.ts'
import { storySchema, writeMessages } from './testing.ts'

async function ask(dialect: string, body: object): Promise<[status: number, text: string]> {
  const simulator = await startSimulator({ scenario: { dialect } })
  try {
    const response = await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'some-model', messages: writeMessages(), ...body })
    })
    return [response.status, await response.text()]
  } finally {
    await simulator.close()
  }
}

const streamed = { stream: true, stream_options: { include_usage: true } }
const asObject = { response_format: { type: 'json_object' } }

describe('A dialect', () => {
  it.each(dialectNames)('%s can be loaded, and serves a plain request', async name => {
    const [status, text] = await ask(name, {})
    expect([status, JSON.parse(text)]).toMatchObject([200, { usage: { prompt_tokens: 64 } }])
  })

  it('without a file is rejected', () => {
    expect(() => serverDialect('nobody')).toThrow('Unknown dialect: nobody. Known are azure')
  })

  it.each<[name: string, body: object, status: number, text: string]>([
    ['deepseek', { response_format: storySchema }, 400, 'response_format type is unavailable'],
    ['gemini', { response_format: storySchema }, 400, '[{"error":{"code":400'],
    ['lm-studio', asObject, 400, `{"error":"'response_format.type' must be`],
    ['mistral', { max_completion_tokens: 500 }, 422, '"loc":["body","max_completion_tokens"]'],
    ['mistral', streamed, 422, '"loc":["body","stream_options"]']
  ])('of %s rejects %j in its own format', async (name, body, status, text) => {
    expect(await ask(name, body)).toEqual([status, expect.stringContaining(text)])
  })

  it.each<[name: string, body: object]>([
    ['deepseek', asObject],
    ['gemini', asObject],
    ['lm-studio', { response_format: storySchema }],
    ['mistral', { max_tokens: 500 }]
  ])('of %s accepts %j', async (name, body) => {
    expect((await ask(name, body))[0]).toBe(200)
  })

  it.each([
    ['azure', /^data: \{"id":"","object":"","created":0,"model":"","choices":\[\],"prompt_filter/],
    ['openrouter', /^: OPENROUTER PROCESSING\n\n.*"cost":0\.00042/s],
    ['groq', /"choices":\[\],"x_groq":\{"id":"[^"]+","usage":\{"prompt_tokens":64.*\[DONE\]/s]
  ])('of %s streams in its own format', async (name, pattern) => {
    expect((await ask(name, streamed))[1]).toMatch(pattern)
  })

  it.each([
    ['vllm', {}, /"message":\{"role":"assistant",.*"reasoning":"/],
    ['llama.cpp', streamed, /"delta":\{"role":"assistant",.*"reasoning_content":"/]
  ])('of %s has fields of its own in the message', async (name, body, pattern) => {
    expect((await ask(name, body))[1]).toMatch(pattern)
  })

  it.each<[path: string, headers: Readonly<Record<string, string>>, status: number]>([
    ['/openai/deployments/story-writer/models?api-version=1', { 'api-key': 'any' }, 200],
    ['/openai/deployments/story-writer/models', { 'api-key': 'any' }, 404],
    ['/openai/deployments/story-writer/models?api-version=1', { authorization: 'Bearer any' }, 401],
    ['/openai/v1/models', { authorization: 'Bearer any' }, 200],
    ['/openai/models', { authorization: 'Bearer any' }, 404]
  ])('of azure responds to %s with %j by %i', async (path, headers, status) => {
    const simulator = await startSimulator({ scenario: { dialect: 'azure' } })
    const response = await fetch(new URL(path, simulator.baseUrl), { headers })
    await simulator.close()
    expect(response.status).toBe(status)
  })

  it('of xai counts reasoning in the total only', async () => {
    const { usage } = JSON.parse((await ask('xai', {}))[1]) as {
      readonly usage: Readonly<Record<string, number>>
    }
    const { prompt_tokens: prompt = 0, completion_tokens: completion = 0 } = usage
    expect(usage['total_tokens']).toBe(prompt + completion + 200)
  })
})
