import { createHash } from 'node:crypto'
import request from 'supertest'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { metric } from '../../harness/assertions/metrics.js'
import { readStory } from '../../harness/assertions/story-stream.js'
import { enter } from '../../harness/fixtures/ledger-entries.js'
import { generate, storyRequest, testKey } from '../../harness/fixtures/requests.js'
import { useService, type ServiceUnderTest } from '../../harness/service/use-service.js'

interface Answer {
  readonly id: string
  readonly content: string
  readonly budget_limited: boolean
  readonly word_count: number
}

const budgetTokens = 30_000
const settings = { BUDGETS: JSON.stringify({ owner: { dailyTokens: budgetTokens } }) }
const owner = `key:key-${createHash('sha256').update(testKey).digest('hex').slice(0, 8)}`
/** About a thousand tokens, the prompt included. */
const story = (n: number): ReturnType<typeof storyRequest> =>
  storyRequest({ genre: `fairy tale ${n}`, max_length: 500 })
const streamed = (n: number): object => storyRequest({ genre: `fable ${n}`, maxLength: 500 })

/** Records that much as spent before the first call of the day. */
function spendTokens({ app }: ServiceUnderTest, tokens: number): Promise<void> {
  return enter(app, { owner, prompt_tokens: tokens, completion_tokens: 0, cost_usd: '0' })
}

async function spend(service: ServiceUnderTest): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (;;) {
    const { status, body } = await generate(service.url, story(answers.length))
    if (status === 429) return answers
    expect(status).toBe(200)
    answers.push(body as Answer)
  }
}

const lastSentence = /[.!?…]["”’]?$/

describe('A budget that is spent by one story after the other', () => {
  const service = useService(settings)
  const ledger = new LedgerReader(() => service.app)

  it('is spent up to 97 % before the first refusal, and never beyond the limit', async () => {
    for (const { content } of await spend(service)) expect(content).toMatch(lastSentence)
    const [day] = await ledger.accounts()
    expect(day?.spentTokens).toBeGreaterThanOrEqual(0.97 * budgetTokens)
    expect(day?.spentTokens).toBeLessThanOrEqual(budgetTokens)
    expect(day).toMatchObject({ reserved: '0', reservedTokens: 0 })
    expect(await ledger.disagreements()).toEqual([])
    expect(await ledger.reservations()).toBe(0)
  })
})

describe('The reservation of a story', () => {
  const service = useService(settings)
  const ledger = new LedgerReader(() => service.app)
  beforeEach(() => ledger.clear())

  function upstream(): readonly { readonly stream?: boolean }[] {
    return service.simulator
      .requests()
      .filter(({ path }) => path.endsWith('/chat/completions'))
      .map(({ body }) => body as { readonly stream?: boolean })
  }

  it('is its worst case while most of the budget is free: nothing is streamed or extended', async () => {
    const extended = (): Promise<number> =>
      metric(service.url, 'jiraiya_reservations_total', { event: 'extended' })
    const before = await extended()
    await generate(service.url, story(0)).expect(200)
    expect(upstream().map(({ stream }) => stream === true)).toEqual([false])
    expect(await extended()).toBe(before)
  })

  it('grows with the answer in the second half of the budget, buffered or streamed', async () => {
    await spendTokens(service, 0.6 * budgetTokens)
    const { body } = await generate(service.url, story(1)).expect(200)
    expect(body).toMatchObject({ budget_limited: false, keywords_missing: [] })
    const received = await readStory(service.url, streamed(1))
    expect(received.done).toMatchObject({ budgetLimited: false })
    expect(upstream().map(({ stream }) => stream)).toEqual([true, true])
    const extended = await metric(service.url, 'jiraiya_reservations_total', { event: 'extended' })
    expect(extended).toBeGreaterThanOrEqual(2)
    expect(extended).toBeLessThanOrEqual(8)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('that cannot grow leaves a story alone that ends before it must', async () => {
    await spendTokens(service, budgetTokens - 820)
    const { body } = await generate(service.url, storyRequest({ max_length: 100 })).expect(200)
    expect(body).toMatchObject({ budget_limited: false, keywords_missing: [] })
    expect(await ledger.disagreements()).toEqual([])
  })

  it('of the prompt and a first slice is refused before the provider is called', async () => {
    await spendTokens(service, budgetTokens - 400)
    await generate(service.url, story(2)).expect(429)
    expect(upstream()).toEqual([])
    // Only what was spent before.
    expect(await ledger.kinds()).toEqual(['settled'])
  })

  it('that cannot grow ends a buffered story at the end of a sentence, and the answer says so', async () => {
    const whole = (await generate(service.url, story(3)).expect(200)).body as Answer
    await ledger.clear()
    await spendTokens(service, budgetTokens - 820)
    const { body } = await generate(service.url, story(3)).expect(200)
    const { content, word_count: words, budget_limited: isLimited, id } = body as Answer
    expect(isLimited).toBe(true)
    expect(content).toMatch(lastSentence)
    expect(whole.content.startsWith(content)).toBe(true)
    expect(words).toBeLessThan(whole.word_count)
    // It is stored like this, and a repair was not tried.
    const kept = await request(service.url).get(`/api/v1/stories/${id}`).set('X-API-Key', testKey)
    expect(kept.body).toMatchObject({ data: { content, wordCount: words, budgetLimited: true } })
    expect(upstream()).toHaveLength(2)
    expect(await ledger.disagreements()).toEqual([])
  })

  it('that cannot grow ends a stream at the end of a sentence, and closes the provider’s', async () => {
    const limited = (): Promise<number> =>
      metric(service.url, 'jiraiya_budget_limited_total', { what: 'answer' })
    const before = await limited()
    service.simulator.setFaults([{ fault: 'slow-stream', value: 2 }])
    await spendTokens(service, budgetTokens - 820)
    const received = await readStory(service.url, streamed(3))
    expect(received.names.at(-1)).toBe('done')
    expect(received.done).toMatchObject({ budgetLimited: true })
    expect(received.content).toBe(received.done?.['content'])
    expect(received.content).toMatch(lastSentence)
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
    const { abandoned } = service.simulator.stats()
    const ended = await ledger.ended()
    // What the provider had written by then is charged, or a few tokens more.
    expect(ended.tokens).toBeGreaterThanOrEqual(abandoned.prompt + abandoned.completion)
    const [day] = await ledger.accounts()
    expect(day?.spentTokens).toBeLessThanOrEqual(budgetTokens)
    expect(await ledger.disagreements()).toEqual([])
    expect(await limited()).toBe(before + 1)
  })

  it('does not allow a repair: there is none, and the answer says so', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords' }])
    await spendTokens(service, budgetTokens - 1500)
    const { body } = await generate(service.url, story(4)).expect(200)
    expect(body).toMatchObject({
      budget_limited: true,
      keywords_used: [],
      keywords_missing: storyRequest().keywords
    })
    expect(upstream()).toHaveLength(1)
  })
})
