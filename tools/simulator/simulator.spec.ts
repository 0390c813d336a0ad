import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import OpenAI from 'openai'
import { startSimulator, type Simulator } from './simulator.ts'
import type { StoryEdit } from './story/order.ts'
import { countWords } from './story/text/words.ts'
import { clientOf, editMessages, orderOf, storyOf, storySchema, writeMessages } from './testing.ts'

const string = { type: 'string' }
const editsSchema = {
  type: 'json_schema' as const,
  json_schema: {
    name: 'edits',
    schema: {
      type: 'object',
      properties: {
        edits: {
          type: 'array',
          items: {
            type: 'object',
            properties: { action: string, from: string, to: string, text: string }
          }
        }
      }
    }
  }
}

let simulator: Simulator
let openai: OpenAI
const model = 'gpt-4o-mini'

beforeAll(async () => {
  simulator = await startSimulator()
  openai = clientOf(simulator.baseUrl)
})
afterEach(() => simulator.reset())
afterAll(() => simulator.close())

describe('A chat completion', () => {
  it('is a story with the keywords, within the bounds', async () => {
    const story = storyOf(
      await openai.chat.completions.create({ model, messages: writeMessages() })
    )
    for (const keyword of orderOf().keywords) expect(story.content).toContain(keyword)
    expect(countWords(story.content, 'en')).toBeGreaterThanOrEqual(180)
    expect(countWords(story.content, 'en')).toBeLessThanOrEqual(300)
  })

  it('has the model name of the simulator for any requested model', async () => {
    const completion = await openai.chat.completions.create({ model, messages: writeMessages() })
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-sim-/) as string,
      object: 'chat.completion',
      model: 'jiraiya-simulator',
      system_fingerprint: 'jiraiya-simulator'
    })
    expect(completion._request_id).toMatch(/^req-sim-/)
  })

  it('reports usage as the tokenizer counts it', async () => {
    const messages = writeMessages()
    const { usage, choices } = await openai.chat.completions.create({ model, messages })
    const prompt = messages.reduce(
      (sum, { content }) => sum + 3 + countTokens(content as string),
      3
    )
    const answer = countTokens(choices[0]?.message.content ?? '')
    expect(usage).toMatchObject({
      prompt_tokens: prompt,
      completion_tokens: answer,
      total_tokens: prompt + answer,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 }
    })
  })

  it.each(['max_tokens', 'max_completion_tokens'])('is cut at %s', async name => {
    const { usage, choices } = await openai.chat.completions.create({
      model,
      messages: writeMessages(),
      [name]: 20
    })
    expect(choices[0]?.finish_reason).toBe('length')
    expect(usage?.completion_tokens).toBe(20)
    expect(countTokens(choices[0]?.message.content ?? '')).toBe(20)
  })

  it('is never cut inside a character', async () => {
    for (let limit = 1; limit < 40; limit++) {
      const { choices } = await openai.chat.completions.create({
        model,
        messages: writeMessages({ keywords: ['🐉', '竜'], language: 'ja' }),
        max_tokens: limit
      })
      expect(choices[0]?.message.content).not.toContain('\uFFFD')
    }
  })

  it('satisfies a strict schema and its unknown properties', async () => {
    const completion = await openai.chat.completions.create({
      model,
      messages: writeMessages(),
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'story',
          strict: true,
          schema: {
            type: 'object',
            additionalProperties: false,
            required: ['title', 'content', 'rating', 'mood', 'chapters', 'note', 'final'],
            properties: {
              title: { type: 'string' },
              content: { type: 'string' },
              rating: { type: 'integer', minimum: 3 },
              mood: { type: 'string', enum: ['sad', 'glad'] },
              chapters: { type: 'array', minItems: 2, items: { $ref: '#/$defs/chapter' } },
              note: { type: ['string', 'null'] },
              final: { type: 'boolean' }
            },
            $defs: {
              chapter: {
                type: 'object',
                additionalProperties: false,
                required: ['title'],
                properties: { title: { type: 'string' } }
              }
            }
          }
        }
      }
    })
    const story = storyOf(completion)
    expect(story).toEqual({
      title: expect.any(String) as string,
      content: expect.stringContaining('C++') as string,
      rating: 3,
      mood: 'sad',
      chapters: [{ title: story.title }, { title: story.title }],
      note: expect.any(String) as string,
      final: true
    })
  })

  it('is the same for the same request and seed, streamed or not', async () => {
    const messages = writeMessages()
    const whole = await openai.chat.completions.create({ model, messages })
    const again = await openai.chat.completions.create({ model, messages })
    const stream = await openai.chat.completions.create({ model, messages, stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(again.choices).toEqual(whole.choices)
    expect(text).toBe(whole.choices[0]?.message.content)
    const other = await startSimulator({ seed: 2 })
    const elsewhere = await clientOf(other.baseUrl).chat.completions.create({ model, messages })
    await other.close()
    expect(elsewhere.choices).not.toEqual(whole.choices)
  })

  it('for plain text is a story about the subject of the message', async () => {
    const messages = [{ role: 'user' as const, content: 'Tell me something about penguins' }]
    const story = storyOf(await openai.chat.completions.create({ model, messages }))
    expect(story.content).toContain('penguins')
  })

  it.each([
    ['a schema', { response_format: editsSchema }],
    ['json_object', { response_format: { type: 'json_object' as const } }],
    ['no format', {}]
  ])('is a list of edits of an earlier story, with %s', async (_, format) => {
    const order = { keywords: ['dragon', 'velvet'], words: { min: 200, max: 400 } }
    const faulty = clientOf(simulator.baseUrl, 'omit-keywords')
    const { content } = storyOf(
      await faulty.chat.completions.create({ model, messages: writeMessages(order) })
    )
    const messages = editMessages(order, { content, missing_keywords: order.keywords })
    const { choices } = await openai.chat.completions.create({ model, messages, ...format })
    const { edits } = JSON.parse(choices[0]?.message.content ?? '') as { edits: StoryEdit[] }
    expect(edits.map(({ action }) => action)).toEqual(['insert', 'insert'])
    for (const { from } of edits) expect(content.split(from)).toHaveLength(2)
    for (const keyword of order.keywords) expect(JSON.stringify(edits)).toContain(keyword)
  })
})

describe('A stream', () => {
  it('starts with the role and ends with reason, usage and DONE', async () => {
    const stream = await openai.chat.completions.create({
      model,
      messages: writeMessages(),
      response_format: storySchema,
      stream: true,
      stream_options: { include_usage: true }
    })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    const text = chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('')
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null })
    expect(chunks[0]).toHaveProperty('usage', null)
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' })
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      object: 'chat.completion.chunk',
      usage: { completion_tokens: countTokens(text) }
    })
    const stats = await simulator.waitFor(seen => seen.completed === 1)
    expect(stats.chunks).toBe(chunks.length + 1)
  })

  it('has no usage unless requested', async () => {
    const stream = await openai.chat.completions.create({
      model,
      messages: writeMessages(),
      stream: true
    })
    for await (const chunk of stream) expect(chunk).not.toHaveProperty('usage')
  })

  it('has the speed of a scenario', async () => {
    const slow = await startSimulator({ scenario: { charsPerSecond: 4_000 } })
    const startedAt = performance.now()
    const { choices } = await clientOf(slow.baseUrl).chat.completions.create({
      model,
      messages: writeMessages({ words: { min: 60, max: 100 } })
    })
    const seconds = (performance.now() - startedAt) / 1_000
    await slow.close()
    expect(seconds).toBeGreaterThanOrEqual(
      (choices[0]?.message.content?.length ?? 0) / 4_000 - 0.01
    )
  })
})
