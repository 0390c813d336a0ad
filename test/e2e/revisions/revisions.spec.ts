import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { metric } from '../../harness/assertions/metrics.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { revise, revised, storedStory, type StoryBody } from '../../harness/fixtures/revisions.js'
import { call } from '../../harness/fixtures/stories.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
const ledger = new LedgerReader(() => service.app)
const headers = { 'X-API-Key': testKey }
let story: StoryBody

beforeEach(async () => {
  story = await storedStory(service, headers, { maxLength: 200 })
  service.simulator.reset()
})

/** What the model was sent in its first call. */
function order(): Readonly<Record<string, unknown>> {
  const { body } = service.simulator.requests().at(0) as {
    readonly body: { readonly messages: readonly { readonly content: string }[] }
  }
  return JSON.parse(body.messages.at(-1)?.content ?? '')
}

describe('A revision of a story', () => {
  it('is a story of its own with a parent, which stays as it is', async () => {
    const {
      status,
      body,
      headers: answered
    } = await revise(service, headers, story.id, {
      kind: 'tone',
      tone: 'humorous'
    })
    expect(status).toBe(201)
    expect(body.data).toMatchObject({
      parentId: story.id,
      revision: { kind: 'tone' },
      tone: 'humorous',
      keywords: ['fox', 'lantern'],
      keywordsMissing: [],
      lacks: []
    })
    expect(answered['location']).toBe(`/api/v1/stories/${body.data.id}`)
    const kept = await call(service, 'get', answered['location'] ?? '', headers)
    expect(kept.body.data).toEqual(body.data)
    const parent = await call(service, 'get', `/api/v1/stories/${story.id}`, headers)
    expect(parent.body.data).toEqual(story)
    expect(story).toMatchObject({ parentId: null, revision: null })
  })

  it('sends the story and the change to the model as data', async () => {
    await revised(service, headers, story.id, { kind: 'simplify' })
    expect(order()).toMatchObject({
      task: 'revise',
      change: 'simplify',
      audience: 'children',
      title: story.title,
      content: story.content
    })
  })

  it('simplifies for an audience, whose reading level is checked', async () => {
    const simple = await revised(service, headers, story.id, { kind: 'simplify' })
    expect(simple.audience).toBe('children')
    expect(simple.checks.readingLevel).toBeDefined()
    const teen = await revised(service, headers, story.id, { kind: 'simplify', audience: 'teen' })
    expect(teen.audience).toBe('teen')
  })

  it.each([
    ['lengthen', 400],
    ['shorten', 90]
  ])('can %s a story to %i words', async (kind, words) => {
    const changed = await revised(service, headers, story.id, { kind, words })
    expect(changed.revision).toEqual({ kind, words })
    expect(changed.checks.length).toMatchObject({
      min: (words * 90) / 100,
      max: (words * 110) / 100
    })
    expect(changed.lacks).toEqual([])
    expect(Math.abs(changed.wordCount - words)).toBeLessThanOrEqual(words * 0.2)
  })

  it('continues a story after its last sentence', async () => {
    const longer = await revised(service, headers, story.id, { kind: 'continue', words: 100 })
    expect(longer.content.startsWith(`${story.content}\n\n`)).toBe(true)
    expect(longer.title).toBe(story.title)
    expect(longer.wordCount).toBeGreaterThan(story.wordCount + 50)
    expect(longer.lacks).toEqual([])
  })

  it('writes another story for the same request', async () => {
    const other = await revised(service, headers, story.id, { kind: 'regenerate' })
    expect(other.content).not.toBe(story.content)
    expect(other.checks.length).toMatchObject({ min: 120, max: 200 })
    expect(order()).toMatchObject({ task: 'write', unlike: { title: story.title } })
  })

  it('counts against the budget and is recorded in the ledger', async () => {
    const changed = await revised(service, headers, story.id, { kind: 'tone', tone: 'dark' })
    const { tokens } = service.simulator.stats()
    expect(changed.usage.totalTokens).toBe(tokens.prompt + tokens.completion)
    const entries = (await ledger.entries()).slice(-2)
    expect(entries.map(({ kind, payer }) => [kind, payer])).toEqual([
      ['started', 'service'],
      ['settled', 'owner']
    ])
  })

  it('is repaired once if a keyword of the parent is missing', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords', on: 'revise', times: 1 }])
    const changed = await revised(service, headers, story.id, { kind: 'tone', tone: 'dark' })
    expect(changed.keywordsUsed).toEqual(['fox', 'lantern'])
    expect(service.simulator.requests()).toHaveLength(2)
  })

  it('is replayed for the same Idempotency-Key, and refused for another change', async () => {
    const keyed = { ...headers, 'Idempotency-Key': `revision of ${story.id}` }
    const change = { kind: 'instruction', instruction: 'Let it rain.' }
    const first = await revise(service, keyed, story.id, change)
    const second = await revise(service, keyed, story.id, change)
    expect(second.body.data).toEqual(first.body.data)
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(service.simulator.requests()).toHaveLength(1)
    const other = await revise(service, keyed, story.id, { kind: 'regenerate' })
    expect([other.status, other.body.error.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH'])
  })

  it('is counted by kind', async () => {
    const counted = (result: string) =>
      metric(service.url, 'jiraiya_revisions_total', { kind: 'shorten', result })
    const before = await Promise.all(['ok', 'failed'].map(counted))
    await revised(service, headers, story.id, { kind: 'shorten', words: 80 })
    service.simulator.setFaults([{ fault: 'refusal' }])
    await revise(service, headers, story.id, { kind: 'shorten', words: 80 })
    const after = await Promise.all(['ok', 'failed'].map(counted))
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1])
  })

  it('of a story of another owner, or of none, is a 404', async () => {
    const others = { Authorization: `Bearer ${userToken({ sub: 'other' })}` }
    for (const [owner, id] of [
      [others, story.id],
      [headers, '00000000-0000-4000-8000-000000000000'],
      [headers, 'no-story']
    ] as const) {
      const { status, body } = await revise(service, owner, id, { kind: 'regenerate' })
      expect([status, body.error.code]).toEqual([404, 'NOT_FOUND'])
    }
  })
})

describe('Titles', () => {
  it('are three proposals, of which the first one is taken', async () => {
    const titled = await revised(service, headers, story.id, { kind: 'title' })
    const titles = titled.revision?.['titles'] as readonly string[]
    expect(new Set(titles).size).toBe(3)
    expect(titles).not.toContain(story.title)
    expect(titled).toMatchObject({ title: titles[0], content: story.content, lacks: [] })
    const chosen = await revised(service, headers, titled.id, { kind: 'title', title: titles[2] })
    expect(chosen).toMatchObject({ title: titles[2], content: story.content, costUsd: 0 })
    expect(chosen.revision).toEqual({ kind: 'title', titles })
    expect(service.simulator.requests()).toHaveLength(1)
  })

  it('of a caller are refused if they are none of the proposals', async () => {
    const change = { kind: 'title', title: 'A title of mine' }
    const { status, body } = await revise(service, headers, story.id, change)
    expect(status).toBe(400)
    expect(body.error.details.validation_errors[0]).toMatchObject({ field: 'title' })
  })
})

describe('A change that does not fit', () => {
  const length = (): number => story.content.length
  const cases: readonly (readonly [string, () => object, string])[] = [
    ['no kind', () => ({}), 'kind'],
    ['an unknown kind', () => ({ kind: 'shout' }), 'kind'],
    ['lengthen without words', () => ({ kind: 'lengthen' }), 'words'],
    ['lengthen to fewer words', () => ({ kind: 'lengthen', words: 50 }), 'words'],
    ['shorten to more words', () => ({ kind: 'shorten', words: 2000 }), 'words'],
    ['tone without a tone', () => ({ kind: 'tone' }), 'tone'],
    ['an empty instruction', () => ({ kind: 'instruction', instruction: '  ' }), 'instruction'],
    [
      'an instruction of 501 characters',
      () => ({ kind: 'instruction', instruction: 'x'.repeat(501) }),
      'instruction'
    ],
    [
      'an instruction for another kind',
      () => ({ kind: 'regenerate', instruction: 'Go.' }),
      'instruction'
    ],
    ['a passage without offsets', () => ({ kind: 'rewrite' }), 'start'],
    ['a passage behind the end', () => ({ kind: 'rewrite', start: 0, end: length() + 1 }), 'end'],
    [
      'a passage that ends before it starts',
      () => ({ kind: 'rewrite', start: 9, end: 3 }),
      'start'
    ],
    [
      'a quote that is not in the story',
      () => ({ kind: 'rewrite', quote: 'Hello, world' }),
      'quote'
    ],
    ['a quote with offsets', () => ({ kind: 'rewrite', quote: 'fox', start: 1, end: 2 }), 'quote'],
    ['a quote that occurs twice', () => ({ kind: 'rewrite', quote: 'e' }), 'quote'],
    ['an unknown field', () => ({ kind: 'regenerate', model: 'best' }), 'model']
  ]

  it.each(cases)('is refused: %s', async (_, change, field) => {
    const { status, body } = await revise(service, headers, story.id, change())
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
    const fields = body.error.details.validation_errors.map((one: { field: string }) => one.field)
    expect(fields).toContain(field)
    expect(service.simulator.requests()).toHaveLength(0)
  })

  it('is refused for a continuation beyond the longest story', async () => {
    const long = await storedStory(service, headers, { maxLength: 2000, minLength: 1000 })
    let last = long
    for (let i = 0; i < 2; i++)
      last = await revised(service, headers, last.id, { kind: 'continue', words: 1000 })
    const { status, body } = await revise(service, headers, last.id, {
      kind: 'continue',
      words: 2000
    })
    expect(status).toBe(400)
    expect(body.error.details.validation_errors[0]).toMatchObject({ field: 'words', rule: 'max' })
  })
})
