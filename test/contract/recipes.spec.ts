import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import request from 'supertest'
import { dialectNames, serverDialect } from '../../tools/simulator/server-dialect.ts'
import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import { parseSettings } from '../../src/app.settings.js'
import { readStory } from '../harness/assertions/story-stream.js'
import { generate, storyRequest, testSecret } from '../harness/fixtures/requests.js'
import { startService, type Service } from '../harness/service/service.js'

type SettingTexts = Readonly<Record<string, string>>

interface Recipe {
  readonly name: string
  readonly settings: SettingTexts
}

/** The sections of docs/providers.md that show settings. */
const recipes: readonly Recipe[] = readFileSync('docs/providers.md', 'utf8')
  .split(/^## /m)
  .flatMap(section => {
    const [, settings] = /^```sh\n(.*?)^```$/ms.exec(section) ?? []
    if (settings === undefined) return []
    const filled = settings
      .replaceAll(/:(IN|OUT)\b/g, ':2')
      .replace('=sk-KEY\n', '=sk-a-key-of-the-recipes\n')
    return [{ name: section.split('\n')[0] ?? '', settings: parseEnv(filled) as SettingTexts }]
  })

interface Expectation {
  readonly dialect?: string
  /** As the health report names it. */
  readonly learnt?: readonly string[]
  /** Fields of the last body that the provider received. */
  readonly sent?: Readonly<Record<string, unknown>>
}

const noThinking = { chat_template_kwargs: { enable_thinking: false } }

const expectations: Readonly<Record<string, Expectation>> = {
  OpenAI: { sent: { reasoning_effort: 'none', max_completion_tokens: expect.any(Number) } },
  'Azure OpenAI, v1 API': { dialect: 'azure' },
  'Azure OpenAI, deployment path': { dialect: 'azure' },
  OpenRouter: { dialect: 'openrouter', sent: { provider: { require_parameters: true } } },
  Gemini: {
    dialect: 'gemini',
    learnt: ['gemini-3.8-flash: structuredOutput schema'],
    sent: { reasoning_effort: 'low' }
  },
  Mistral: {
    dialect: 'mistral',
    learnt: ['mistral-small-latest: streamUsage omitted'],
    sent: { max_tokens: expect.any(Number) }
  },
  DeepSeek: {
    dialect: 'deepseek',
    learnt: ['deepseek-v4-flash: structuredOutput json_object'],
    sent: { thinking: { type: 'disabled' } }
  },
  Groq: { dialect: 'groq', sent: { reasoning_effort: 'low' } },
  xAI: { dialect: 'xai', sent: { reasoning_effort: 'none' } },
  Ollama: { dialect: 'ollama', sent: { reasoning_effort: 'none' } },
  vLLM: { dialect: 'vllm', sent: noThinking },
  'llama.cpp': { dialect: 'llama.cpp', sent: noThinking },
  'LM Studio': { dialect: 'lm-studio' },
  Gateways: {}
}

const production = {
  ENVIRONMENT: 'production',
  JWT_SECRET: testSecret,
  DATABASE_URL: 'postgres://jiraiya@127.0.0.1/jiraiya'
}

describe('The page of recipes', () => {
  it('has one for every server that is tested, and for every dialect', () => {
    expect(recipes.map(({ name }) => name)).toEqual(Object.keys(expectations))
    const tested = new Set(Object.values(expectations).map(({ dialect }) => dialect))
    expect(dialectNames.filter(name => !tested.has(name))).toEqual([])
  })

  it.each(recipes)('has for $name settings that production accepts', ({ settings }) => {
    expect(parseSettings({ ...production, ...settings }).llm).toMatchObject({
      OPENAI_MODEL: settings['OPENAI_MODEL']
    })
  })
})

describe.each(recipes)('The recipe of $name', ({ name, settings }) => {
  const { dialect, learnt = [], sent = {} } = expectations[name] ?? {}
  const { uncountedReasoning } = serverDialect(dialect)
  const { OPENAI_BASE_URL = 'https://api.openai.com/v1', OPENAI_HEADERS = '{}' } = settings
  const base = new URL(OPENAI_BASE_URL)
  let simulator: Simulator
  let service: Service

  beforeAll(async () => {
    simulator = await startSimulator({ scenario: dialect === undefined ? {} : { dialect } })
    const { origin } = new URL(simulator.baseUrl)
    service = await startService({
      ...settings,
      OPENAI_BASE_URL: `${origin}${base.pathname}${base.search}`
    })
  })
  afterAll(async () => {
    await service.close()
    await simulator.close()
  })

  it('gives the same story on both entry points, and learns only what the page says', async () => {
    const buffered = await generate(service.url, storyRequest({ min_length: 50, max_length: 100 }))
    const streamed = await readStory(service.url, storyRequest({ minLength: 50, maxLength: 100 }))
    const calls = simulator.requests().length
    const again = await readStory(service.url, storyRequest({ minLength: 50, maxLength: 100 }))
    const health = await request(service.url).get('/api/health')

    expect(buffered.body).toMatchObject({ keywords_used: ['fox', 'lantern'] })
    expect(streamed.done).toMatchObject({
      title: buffered.body.title,
      content: buffered.body.content,
      keywordsUsed: ['fox', 'lantern']
    })
    expect(again.done?.['content']).toBe(buffered.body.content)
    expect(calls).toBe(2 + learnt.length)
    const chats = simulator.requests().filter(({ path }) => path.includes('/chat/completions'))
    expect(chats).toHaveLength(calls + 1)
    expect(health.body.dependencies).toContainEqual(
      expect.objectContaining({ name: 'openai', status: 'healthy' })
    )
    const notes: readonly string[] = health.body.dependencies.find(isProvider).notes ?? []
    expect(notes.filter(note => !note.includes(': shutdown '))).toEqual(learnt)

    const last = chats.at(-1)
    expect(last?.path).toBe(`${base.pathname.replace(/\/$/, '')}/chat/completions${base.search}`)
    expect(last?.body).toMatchObject({ model: settings['OPENAI_MODEL'], ...sent })
    const headers = JSON.parse(OPENAI_HEADERS) as SettingTexts
    for (const [header, value] of Object.entries(headers)) {
      expect(last?.headers[header.toLowerCase()]).toBe(value)
    }
  })

  it('charges for all tokens that the provider counts', async () => {
    const before = simulator.stats().tokens
    const { body } = await generate(service.url, storyRequest())
    const { prompt, completion } = simulator.stats().tokens
    const counted = prompt + completion - before.prompt - before.completion
    expect(body.usage.total_tokens).toBe(counted + uncountedReasoning)
    expect(body.cost_usd > 0).toBe(settings['OPENAI_PRICES']?.includes('"input":0') !== true)
  })
})

function isProvider({ name }: { readonly name: string }): boolean {
  return name === 'openai'
}
