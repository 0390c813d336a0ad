import type OpenAI from 'openai'
import type { APIError } from 'openai'
import { faultNames } from './fault-rule.ts'
import type { FaultName } from './faults.ts'
import { startSimulator, type Simulator } from '../simulator.ts'
import { countWords } from '../story/text/words.ts'
import { clientOf, orderOf, storyOf, storySchema, writeMessages } from '../testing.ts'

let simulator: Simulator
const model = 'gpt-4o-mini'
const plain = { model, messages: writeMessages() }

beforeAll(async () => {
  simulator = await startSimulator()
})
afterEach(() => simulator.reset())
afterAll(() => simulator.close())

type Params = Partial<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming>

const ask = (faults: string, params: Params = {}) =>
  clientOf(simulator.baseUrl, faults).chat.completions.create({ ...plain, ...params })
const cutShort = /terminated|premature|closed/i
const say = async (faults: string) => (await ask(faults)).choices[0]
const fails = (faults: string, expected: object, params: Params = {}) =>
  expect(ask(faults, params)).rejects.toMatchObject(expected)

/**
 * Waits until the fault is served, then disconnects, because a response that never ends must be
 * counted too.
 */
async function leaveAt(fault: FaultName): Promise<void> {
  const controller = new AbortController()
  const asked = clientOf(simulator.baseUrl, fault).chat.completions.create(plain, {
    signal: controller.signal
  })
  const left = asked.catch(String)
  await simulator.waitFor(stats => stats.faults[fault] === 1)
  controller.abort()
  expect(await left).toContain('aborted')
  const stats = await simulator.waitFor(({ aborted }) => aborted === 1)
  expect(stats.inFlight).toBe(0)
  expect(stats.tokens).toEqual({ prompt: 0, completion: 0 })
}

async function takes(fault: string, leastMs: number): Promise<void> {
  const startedAt = performance.now()
  expect(storyOf(await ask(fault)).content).toContain('dragon')
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(leastMs)
}

const behaviours: Readonly<Record<FaultName, () => Promise<unknown>>> = {
  'status-400': () => fails('status-400', { status: 400 }),
  'status-401': () => fails('status-401', { status: 401, code: 'invalid_api_key' }),
  'status-403': () => fails('status-403', { status: 403 }),
  'status-404': () => fails('status-404', { status: 404, code: 'model_not_found' }),
  'status-408': () => fails('status-408', { status: 408 }),
  'status-409': () => fails('status-409', { status: 409 }),
  'status-429': async () => {
    const error = await ask('status-429=7').catch((reason: unknown) => reason as APIError)
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect((error as APIError).headers?.get('retry-after')).toBe('7')
    const bare = await ask('status-429').catch((reason: unknown) => reason as APIError)
    expect((bare as APIError).headers?.has('retry-after')).toBe(false)
  },
  'insufficient-quota': () =>
    fails('insufficient-quota', { status: 429, code: 'insufficient_quota' }),
  'status-500': () => fails('status-500', { status: 500 }),
  'status-502': () => fails('status-502', { status: 502, error: undefined }),
  'status-503': () => fails('status-503=1', { status: 503 }),
  'context-length': () => fails('context-length', { status: 400, code: 'context_length_exceeded' }),
  silent: () => leaveAt('silent'),
  stall: () => leaveAt('stall'),
  reset: async () => {
    await fails('reset', { cause: expect.anything() as unknown })
    expect(await simulator.waitFor(({ severed }) => severed === 1)).toMatchObject({ aborted: 0 })
  },
  'cut-stream': async () => {
    await expect(ask('cut-stream')).rejects.toThrow(cutShort)
    const stream = await clientOf(simulator.baseUrl, 'cut-stream').chat.completions.create({
      ...plain,
      stream: true
    })
    let text = ''
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    })()
    await expect(reading).rejects.toThrow(cutShort)
    expect(text).toMatch(/^\{"title":.+"content":"\w/)
    await simulator.waitFor(({ severed }) => severed === 2)
  },
  'slow-first-byte': () => takes('slow-first-byte=60', 55),
  held: async () => {
    simulator.setFaults([{ fault: 'held' }])
    const asked = ask('')
    await simulator.waitFor(({ faults }) => faults.held === 1)
    simulator.setFaults([])
    expect(storyOf(await asked).content).toContain('dragon')
  },
  'slow-stream': () => takes('slow-stream=60', 55),
  'no-json-schema': async () => {
    await fails('no-json-schema', { status: 400 }, { response_format: storySchema })
    await ask('no-json-schema', { response_format: { type: 'json_object' } })
  },
  'no-response-format': async () => {
    const refused = { status: 400, param: 'response_format' }
    await fails('no-response-format', refused, { response_format: { type: 'json_object' } })
    await ask('no-response-format')
  },
  'no-max-tokens': async () => {
    const refused = { status: 400, param: 'max_tokens', code: 'unsupported_parameter' }
    await fails('no-max-tokens', refused, { max_tokens: 900 })
    await ask('no-max-tokens', { max_completion_tokens: 900 })
  },
  'no-max-completion-tokens': async () => {
    await fails('no-max-completion-tokens', { status: 400 }, { max_completion_tokens: 900 })
    await ask('no-max-completion-tokens', { max_tokens: 900 })
  },
  'no-temperature': async () => {
    const refused = { status: 400, param: 'temperature', code: 'unsupported_value' }
    await fails('no-temperature', refused, { temperature: 0.7 })
    await ask('no-temperature', { temperature: 1 })
  },
  'no-safety-identifier': async () => {
    await fails('no-safety-identifier', { status: 400 }, { safety_identifier: 'a' })
    await ask('no-safety-identifier')
  },
  'no-moderation': async () => {
    const moderation = { model: 'omni-moderation-latest' }
    await fails('no-moderation', { status: 400 }, { moderation })
    const { moderation: scores } = await ask('no-temperature', { moderation })
    expect(scores).toMatchObject({ output: { results: [{ flagged: false }] } })
  },
  'omit-keywords': async () => {
    const { content } = storyOf(await ask('omit-keywords'))
    for (const keyword of orderOf().keywords) expect(content).not.toContain(keyword)
    const partly = storyOf(await ask('omit-keywords=1')).content
    expect(partly).not.toContain('dragon')
    expect(partly).toContain('old lighthouse')
  },
  'too-short': async () => {
    const words = countWords(storyOf(await ask('too-short')).content, 'en')
    expect(words).toBeGreaterThan(40)
    expect(words).toBeLessThan(70)
  },
  'too-long': async () => {
    const words = countWords(storyOf(await ask('too-long')).content, 'en')
    expect(words).toBeGreaterThan(420)
    expect(words).toBeLessThan(480)
  },
  'short-above-900': async () => {
    const wordsFor = async (max: number): Promise<number> => {
      const messages = writeMessages({ words: { min: max - 100, max } })
      return countWords(storyOf(await ask('short-above-900', { messages })).content, 'en')
    }
    expect(await wordsFor(900)).toBeGreaterThan(790)
    expect((await wordsFor(2_000)) / 2_000).toBeCloseTo(0.45, 1)
  },
  'favourite-name': async () => {
    const avoiding = [
      {
        role: 'user',
        content: JSON.stringify({ task: 'write', ...orderOf(), avoid: { names: ['Mira'] } })
      }
    ] as const
    for (const faults of ['favourite-name', 'favourite-name=Mira']) {
      const name = faults.split('=')[1] ?? 'Elara'
      expect(storyOf(await ask(faults)).content).toContain(name)
      const { content } = storyOf(await ask(faults, { messages: [...avoiding] }))
      expect(content.includes('Mira')).toBe(false)
    }
  },
  contradiction: async () => {
    const { content } = storyOf(await ask('contradiction=death'))
    expect(content).toMatch(/^Old Bartholomew died .+ Old Bartholomew smiled .+tea\.$/s)
    expect(storyOf(await ask('contradiction')).content).toMatch(/^Aunt Rosalind was fifty-one/)
  },
  'repeat-paragraph': async () => {
    const paragraphs = storyOf(await ask('repeat-paragraph')).content.split('\n\n')
    expect(paragraphs.length).toBeGreaterThan(2)
    expect(paragraphs.at(-1)).toBe(paragraphs[0])
  },
  'repeat-endlessly': async () => {
    const { content } = storyOf(await ask('repeat-endlessly'))
    const [, sentence = ''] = /\. ([^.]+\.) *$/.exec(content) ?? []
    expect(content.split(sentence).length).toBeGreaterThan(1_000)
  },
  'markdown-title': async () =>
    expect(storyOf(await ask('markdown-title')).title).toMatch(/^# \*\*.+\*\*$/),
  'markdown-content': async () =>
    expect(storyOf(await ask('markdown-content')).content).toMatch(/^## .+\n\n\*\*/),
  'off-schema': async () => expect(storyOf(await ask('off-schema'))).not.toHaveProperty('content'),
  refusal: async () =>
    expect((await say('refusal'))?.message).toMatchObject({
      content: null,
      refusal: expect.stringContaining('sorry') as string
    }),
  truncation: async () => {
    const choice = await say('truncation')
    expect(choice?.finish_reason).toBe('length')
    expect(() => JSON.parse(choice?.message.content ?? '') as unknown).toThrow('JSON')
  },
  'content-filter': async () =>
    expect(await say('content-filter')).toMatchObject({
      finish_reason: 'content_filter',
      message: { content: '' }
    }),
  'empty-choices': async () => expect((await ask('empty-choices')).choices).toEqual([]),
  'empty-content': async () => expect((await say('empty-content'))?.message.content).toBe(''),
  'broken-json': async () => {
    const choice = await say('broken-json')
    expect(choice?.finish_reason).toBe('stop')
    expect(() => JSON.parse(choice?.message.content ?? '') as unknown).toThrow('JSON')
  },
  'plain-text': async () =>
    expect((await say('plain-text'))?.message.content).toMatch(/^[^{\n]+\n\n\p{Lu}/u),
  'fenced-json': async () =>
    expect((await say('fenced-json'))?.message.content).toMatch(/\n```json\n\{.+\}\n```\n$/s),
  'no-usage': async () => expect(await ask('no-usage')).not.toHaveProperty('usage'),
  'other-model': async () => expect((await ask('other-model=gpt-9')).model).toBe('gpt-9')
}

describe('A fault', () => {
  it.each(faultNames)('%s behaves as its name says, and is counted', async name => {
    await behaviours[name]()
    expect(simulator.stats().faults[name]).toBeGreaterThanOrEqual(1)
  })

  it('with an unknown name is rejected', async () => {
    await expect(ask('status-418')).rejects.toMatchObject({ status: 400 })
  })

  it('of one kind combines with those of others', async () => {
    const { title, content } = storyOf(await ask('markdown-title;omit-keywords;too-short'))
    expect(title).toMatch(/^# /)
    expect(content).not.toContain('dragon')
    expect(countWords(content, 'en')).toBeLessThan(70)
  })
})

const events = async (faults: string) => {
  const response = await fetch(`${simulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer x', 'x-simulator-fault': faults },
    body: JSON.stringify({ ...plain, stream: true, stream_options: { include_usage: true } })
  })
  return (await response.text()).trim().split('\n\n')
}

describe('A fault in a stream', () => {
  it('sends a refusal in the refusal field', async () => {
    expect((await events('refusal'))[1]).toContain('"delta":{"refusal":"I')
  })

  it('sends no choices for empty choices', async () => {
    const sent = await events('empty-choices')
    expect(sent).toHaveLength(2)
    expect(sent[0]).toContain('"choices":[],"usage":{')
  })

  it('omits the usage chunk', async () => {
    expect((await events('no-usage')).at(-2)).toContain('"finish_reason":"stop"')
  })

  it('pauses between chunks', async () => {
    const startedAt = performance.now()
    const sent = await events('empty-content;slow-stream=20')
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(sent.length * 20 - 5)
  })

  it('stalls after half of the chunks until the client disconnects', async () => {
    const stream = await clientOf(simulator.baseUrl, 'stall').chat.completions.create({
      ...plain,
      stream: true
    })
    for await (const chunk of stream) {
      expect(chunk.object).toBe('chat.completion.chunk')
      if (simulator.stats().chunks > 50) break
    }
    const { abortedAt } = await simulator.waitFor(({ aborted }) => aborted === 1)
    expect(abortedAt[0]?.at).toBeGreaterThanOrEqual(abortedAt[0]?.startedAt ?? Infinity)
  })
})
