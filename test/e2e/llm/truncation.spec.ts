import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { metric } from '../../harness/assertions/metrics.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ OPENAI_MAX_RETRIES: '0' })

interface ChatBody {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}

function messagesOf(call: number): ChatBody['messages'] {
  return (service.simulator.requests()[call]?.body as ChatBody | undefined)?.messages ?? []
}

/** The part of the story that was kept, which the next call sends. */
function keptPart(): { readonly title: string; readonly content: string } {
  return JSON.parse(messagesOf(1)[1]?.content ?? '') as { title: string; content: string }
}

/** A hyphenated word is one. */
function segments(text: string, language: string): number {
  const joined = text.replaceAll(/(?<=\p{L})-(?=\p{L})/gu, '')
  const words = new Intl.Segmenter(language, { granularity: 'word' }).segment(joined)
  return [...words].filter(({ isWordLike }) => isWordLike).length
}

describe('A story cut off at the token limit', () => {
  it.each([
    ['en', ['fox', 'lantern', 'violin'], 300],
    ['en', ['fox'], 2000],
    ['de', ['Drache', 'Laterne'], 300],
    ['ja', ['狐'], 200]
  ])('in %s with %j is continued from its text', async (language, keywords, maxLength) => {
    service.simulator.setFaults([{ fault: 'truncation', on: 'write' }])
    const { status, body } = await generate(
      service.url,
      storyRequest({ keywords, language, max_length: maxLength })
    )
    expect(status).toBe(200)
    expect(service.simulator.requests()).toHaveLength(2)
    expect(messagesOf(1).map(({ role }) => role)).toEqual(['system', 'user'])
    const kept = keptPart()
    expect(body.title).toBe(kept.title)
    expect(body.content.startsWith(`${kept.content}\n\n`)).toBe(true)
    expect(body.keywords_missing).toEqual([])
    expect(body.word_count).toBe(segments(body.content, language))
    expect(body.word_count).toBeGreaterThan(segments(kept.content, language))
    expect(body.word_count).toBeLessThanOrEqual(maxLength * 1.1)
  })

  it('is charged once: usage is the sum of both calls, each half a story', async () => {
    service.simulator.setFaults([{ fault: 'truncation', on: 'write' }])
    const { body } = await generate(service.url, storyRequest({ max_length: 400 }))
    const { prompt, completion } = service.simulator.stats().tokens
    expect(body.usage).toEqual({
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion
    })
    expect(body.cost_usd).toBe((prompt * 150_000 + completion * 600_000) / 1e12)
  })

  it('is continued with the missing keywords and the remaining number of words', async () => {
    service.simulator.setFaults([
      { fault: 'truncation', on: 'write' },
      { fault: 'omit-keywords', value: 1, on: 'write' }
    ])
    const { body } = await generate(service.url, storyRequest({ max_length: 300 }))
    const kept = keptPart()
    const { task, missing_keywords: missing, words } = JSON.parse(messagesOf(1)[1]?.content ?? '')
    expect(task).toBe('continue')
    expect(missing).toContain('fox')
    expect(words).toEqual({ min: 180, max: 300, now: segments(kept.content, 'en') })
    expect(body.keywords_missing).toEqual([])
  })

  it('that cannot be continued is an error, since it has no end', async () => {
    service.simulator.setFaults([
      { fault: 'truncation', on: 'write' },
      { fault: 'status-400', on: 'continue' }
    ])
    const { status, body } = await generate(service.url, storyRequest({ max_length: 300 }))
    expect(status).toBe(502)
    expect(body.error).toMatchObject({
      code: 'AI_SERVICE_ERROR',
      details: { reason: 'upstream_refused_request' }
    })
  })

  it('twice is an error after two calls', async () => {
    service.simulator.setFaults([{ fault: 'truncation' }])
    const { status, body } = await generate(service.url, storyRequest({ max_length: 300 }))
    expect(status).toBe(502)
    expect(body.error).toMatchObject({
      code: 'AI_SERVICE_ERROR',
      details: { reason: 'truncated_for_good' }
    })
    expect(service.simulator.requests()).toHaveLength(2)
  })

  it('is not continued after the client disconnects: the second call is aborted', async () => {
    service.simulator.setFaults([
      { fault: 'truncation', on: 'write' },
      { fault: 'silent', on: 'continue' }
    ])
    const controller = new AbortController()
    const call = fetch(`${service.url}/api/v1/generate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
      body: JSON.stringify(storyRequest()),
      signal: controller.signal
    })
    await service.simulator.waitFor(({ completed, inFlight }) => completed === 1 && inFlight === 1)
    controller.abort()
    await expect(call).rejects.toThrow()
    const { total } = await service.simulator.waitFor(({ aborted }) => aborted === 1)
    expect(total).toBe(2)
  })

  it('by the limit of the service is continued too', async () => {
    const tight = await startService({
      OPENAI_BASE_URL: service.simulator.baseUrl,
      OPENAI_MAX_TOKENS: '256'
    })
    const { status, body } = await generate(tight.url, storyRequest({ max_length: 300 }))
    await tight.close()
    expect(status).toBe(200)
    expect(service.simulator.requests()).toHaveLength(2)
    expect(body.word_count).toBeGreaterThanOrEqual(180)
    expect(body.word_count).toBeLessThanOrEqual(330)
  })

  it('is counted as repaired', async () => {
    const labels = { check: 'repair', result: 'improved' }
    const before = await metric(service.url, 'jiraiya_story_checks_total', labels)
    service.simulator.setFaults([{ fault: 'truncation', on: 'write' }])
    await generate(service.url)
    expect(await metric(service.url, 'jiraiya_story_checks_total', labels)).toBe(before + 1)
  })
})
