import { sha256 } from '#modules/stories/domain/sha256.js'
import { promptVersion } from '#modules/stories/writing/story-prompt.js'
import { Database } from '#core/database/database.js'
import { call, createStory } from '../../harness/fixtures/stories.js'
import { generate, testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

interface StructuredCall {
  readonly response_format: { readonly json_schema: { readonly schema: { properties: object } } }
}

const service = useService()
const headers = { 'X-API-Key': testKey }

describe('POST /api/v1/stories', () => {
  it('returns 201 with the story, its location and a draft for Kuybi', async () => {
    const { status, body, headers: answered } = await createStory(service, headers)
    expect(status).toBe(201)
    const { data } = body
    expect(answered['location']).toBe(`/api/v1/stories/${data.id}`)
    expect(answered).not.toHaveProperty('idempotency-replayed')
    expect(body).toEqual({
      success: true,
      requestId: answered['x-request-id'],
      data: {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        title: expect.any(String),
        content: expect.any(String),
        contentSha256: sha256(data.content),
        aiGenerated: true,
        digitalSourceType: 'trainedAlgorithmicMedia',
        language: 'en',
        audience: 'general',
        parentId: null,
        revision: null,
        genre: 'fairy tale',
        tone: 'neutral',
        keywords: ['fox', 'lantern'],
        keywordsUsed: ['fox', 'lantern'],
        keywordsUnconfirmed: [],
        keywordsMissing: [],
        wordCount: expect.any(Number),
        lacks: [],
        checks: expect.objectContaining({
          language: expect.objectContaining({ passed: true, content: 'as_asked' }),
          ending: { passed: true, sentenceEnds: true, quotesClosed: true }
        }),
        summary: expect.stringMatching(/\S/),
        tags: expect.arrayContaining(['fox', 'lantern']),
        model: 'jiraiya-simulator',
        cached: false,
        budgetLimited: false,
        usage: {
          promptTokens: expect.any(Number),
          completionTokens: expect.any(Number),
          totalTokens: data.usage.promptTokens + data.usage.completionTokens
        },
        costUsd: expect.any(Number),
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/),
        draft: {
          title: data.title,
          details: data.content,
          type: 'STORY',
          priority: 'NORMAL',
          status: 'DRAFT',
          tags: data.tags
        },
        draftTruncated: false
      }
    })
  })

  it('stores the story as it was returned', async () => {
    const { body, headers: answered } = await createStory(service, headers, {
      keywords: ['dragon', 'bakery'],
      tone: 'Humorous',
      audience: 'TEEN',
      language: 'DE-de',
      minLength: 50
    })
    const kept = await call(service, 'get', answered['location'] ?? '', headers)
    expect(kept.body.data).toEqual(body.data)
    expect(body.data).toMatchObject({ tone: 'humorous', audience: 'teen', language: 'de-DE' })
  })

  it('stores a story of POST /generate too', async () => {
    const { body } = await generate(service.url, { keywords: ['fox'], genre: 'fable' })
    const kept = await call(service, 'get', `/api/v1/stories/${body.id}`, headers)
    expect(kept.body.data).toMatchObject({ title: body.title, costUsd: body.cost_usd })
  })

  it('stores exact costs and the version of the instructions', async () => {
    const { body } = await createStory(service, headers)
    const row = await service.app
      .get(Database)
      .queries.selectFrom('stories')
      .select(['cost_usd', 'prompt_version'])
      .where('id', '=', body.data.id)
      .executeTakeFirstOrThrow()
    const { prompt, completion } = service.simulator.stats().tokens
    const picodollars = BigInt(prompt) * 150_000n + BigInt(completion) * 600_000n
    expect(row.cost_usd).toBe(`0.${String(picodollars).padStart(12, '0')}`)
    expect(row.prompt_version).toBe(promptVersion)
  })

  it('asks the model for title, content, summary, tags and inflected forms, in this order', async () => {
    await createStory(service, headers)
    const body = service.simulator.requests().at(0)?.body as StructuredCall
    const { properties } = body.response_format.json_schema.schema
    expect(Object.keys(properties)).toEqual(['title', 'content', 'summary', 'tags', 'forms'])
  })

  it('replays the response to the same Idempotency-Key with Idempotency-Replayed', async () => {
    const keyed = { ...headers, 'Idempotency-Key': 'order-1' }
    const first = await createStory(service, keyed)
    const second = await createStory(service, keyed)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.data).toEqual(first.body.data)
    expect(second.headers['location']).toBe(first.headers['location'])
    expect(first.headers).not.toHaveProperty('idempotency-replayed')
    expect(second.headers['idempotency-replayed']).toBe('true')
    const other = await createStory(service, keyed, { keywords: ['owl'] })
    expect([other.status, other.body.error.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH'])
  })

  it('marks a replay on /generate too', async () => {
    const answers = [1, 2].map(() => generate(service.url).set('Idempotency-Key', 'order-2'))
    const first = await answers[0]
    const second = await answers[1]
    expect(first?.headers).not.toHaveProperty('idempotency-replayed')
    expect(second?.headers['idempotency-replayed']).toBe('true')
    expect(second?.body.id).toBe(first?.body.id)
  })

  it('returns a draft within the limits of Kuybi for a longer story', async () => {
    const { body } = await createStory(service, headers, { maxLength: 2000, minLength: 1000 })
    const { content, draft, draftTruncated } = body.data
    expect(draftTruncated).toBe(content.length > 10_000)
    expect(draft.details.length).toBeLessThanOrEqual(10_000)
    expect(content.startsWith(draft.details)).toBe(true)
    expect(draft.details).toMatch(/[.!?]["”’]*$/)
  })

  it.each([
    ['snake_case', { max_length: 100 }, 'max_length', /^is not a known field/],
    ['an unknown field', { temperature: 1 }, 'temperature', /^is not a known field$/],
    ['no genre', { genre: undefined }, 'genre', /^is missing/],
    ['a maximum of 99', { maxLength: 99 }, 'maxLength', /^is 99; a whole number/]
  ])('rejects %s and reports its name', async (_, change, field, rule) => {
    const { status, body } = await createStory(service, headers, change)
    expect(status).toBe(400)
    expect(body.error.details.validation_errors).toEqual([
      expect.objectContaining({ field, messages: [expect.stringMatching(rule)] })
    ])
    expect(body).not.toHaveProperty('detail')
  })

  it.each(['[]', '"text"', '3', 'null'])(
    'rejects a body that is not an object (%s)',
    async text => {
      const { status, body } = await call(service, 'post', '/api/v1/stories', headers)
        .type('json')
        .send(text)
      expect(status).toBe(400)
      expect(body.error.details.validation_errors).toEqual([
        expect.objectContaining({ field: 'body' })
      ])
    }
  )

  it.each(['fox\u0000den', 'fox\uD800', '\uDFFF fox', 'f\u202Eox\u200B'])(
    'accepts %j in every field as plain text',
    async text => {
      const { status, body } = await createStory(service, headers, {
        keywords: [text, 'lantern'],
        genre: `fable ${text}`
      })
      expect(status).toBe(201)
      const kept = await call(service, 'get', `/api/v1/stories/${body.data.id}`, headers)
      expect(kept.body.data).toEqual(body.data)
      for (const field of ['tone', 'language', 'audience', 'maxLength', 'minLength', text]) {
        expect((await createStory(service, headers, { [field]: text })).status).toBe(400)
      }
    }
  )
})
