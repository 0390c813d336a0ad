import { instructions } from '#modules/stories/writing/story-prompt.js'
import { LedgerReader } from '../../harness/assertions/ledger-reader.js'
import { tale } from '../../harness/fixtures/prose.js'
import { storyRequest } from '../../harness/fixtures/requests.js'
import {
  chunk,
  ending,
  openEvents,
  startScriptedUpstream,
  streamOf,
  type ScriptedUpstream
} from '../../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../../harness/service/service.js'
import { readStory } from '../../harness/assertions/story-stream.js'
import { useService, type ServiceUnderTest } from '../../harness/service/use-service.js'

const trigger = 'simulated-violence'
const moderationCalls = ({ simulator }: ServiceUnderTest): number =>
  simulator.stats().calls['POST /v1/moderations'] ?? 0

describe('A streamed story under moderation', () => {
  const service = useService({ MODERATION: 'output', CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000' })
  const ledger = new LedgerReader(() => service.app)

  it('is delivered complete when it is harmless, with a bounded number of moderation calls', async () => {
    const received = await readStory(service.url, storyRequest({ maxLength: 500 }))
    expect(received.names.at(-1)).toBe('done')
    expect(received.content).toBe(received.done?.['content'])
    const calls = moderationCalls(service)
    expect(calls).toBeGreaterThan(2)
    // One moderation call for every window, and one each for title, rest, summary and tags.
    expect(calls).toBeLessThanOrEqual(Math.ceil(received.content.length / 200) + 3)
  })

  it.each(Array.from({ length: 12 }, (_, index) => [index]))(
    'never delivers a word that is not allowed, nor the text around it (%i)',
    async index => {
      await ledger.clear()
      const word = `canary${index}word and ${trigger}`
      const received = await readStory(service.url, {
        keywords: [word],
        genre: `tale ${index}`,
        maxLength: 400
      })
      const text = `${received.title} ${received.content}`
      expect(text).not.toContain('simulated')
      expect(text).not.toContain(`canary${index}word`)
      expect(received.error?.error).toMatchObject({
        code: 'CONTENT_REJECTED',
        details: { reason: 'moderation', stage: 'output', categories: ['violence'] }
      })
      expect(JSON.stringify(received.error)).not.toContain('canary')
      expect(received.done).toBeUndefined()
      expect(await ledger.stories()).toBe(0)
      // A refusal is a billed answer, so the owner is charged.
      const ends = (await ledger.entries()).filter(({ kind }) => kind !== 'started')
      expect(ends.map(({ payer }) => payer)).toEqual(['owner'])
    }
  )

  it('aborts upstream as soon as it is rejected', async () => {
    await readStory(service.url, { keywords: [trigger], genre: 'tale', maxLength: 2000 })
    await service.simulator.waitFor(({ inFlight }) => inFlight === 0)
    expect(service.simulator.stats().calls['POST /v1/chat/completions']).toBe(1)
  })

  it('is delivered when moderation fails open, and no part of it when it fails closed', async () => {
    service.simulator.setFaults([{ fault: 'status-500', on: 'moderations' }])
    const open = await readStory(service.url)
    expect(open.names.at(-1)).toBe('done')
    const closed = await readStory(service.url, storyRequest({ audience: 'children' }))
    expect(closed.error).toMatchObject({
      statusCode: 503,
      error: { code: 'AI_UNAVAILABLE', details: { reason: 'moderation_failed' } }
    })
    expect(closed.content + closed.title).toBe('')
  })
})

describe('The text of another model', () => {
  let upstream: ScriptedUpstream
  let service: Service
  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    service = await startService({ OPENAI_BASE_URL: upstream.baseUrl })
  })
  afterAll(async () => {
    await service.close()
    await upstream.close()
  })

  const words = (text: string): readonly string[] => text.split(/(?<= )/)
  const respondWith = (answer: object): void =>
    upstream.respondWith(streamOf(words(JSON.stringify(answer))))

  it.each([
    ['as they are', instructions],
    ['inside a tale', `${tale(5)}${instructions.slice(120, 420)} ${tale(5, 5)}`],
    ['at its end', `${tale(20)}${instructions.slice(120, 320)}`]
  ])('is CONTENT_REJECTED when it repeats the instructions %s', async (_, content) => {
    respondWith({ title: 'A Tale', content, summary: 'A fox.', tags: [] })
    const received = await readStory(service.url)
    expect(received.names.at(-1) ?? received.status).toBe('error')
    expect(received.error?.error).toMatchObject({
      code: 'CONTENT_REJECTED',
      details: { reason: 'prompt_leak', stage: 'output' }
    })
    expect(received.content).not.toContain(instructions.slice(120, 1000))
  })

  it('is CONTENT_REJECTED when the summary repeats the instructions', async () => {
    const content = tale(20)
    respondWith({ title: 'A Tale', content, summary: instructions.slice(120, 420), tags: [] })
    const received = await readStory(service.url, storyRequest({ maxLength: 300 }))
    expect(received.error?.error).toMatchObject({
      code: 'CONTENT_REJECTED',
      details: { reason: 'prompt_leak' }
    })
    expect(received.done).toBeUndefined()
  })

  it('is CONTENT_REJECTED when it spreads the sentences of the instructions far apart', async () => {
    const sentences = instructions
      .split(/(?<=[.!?:;])\s|\n/u)
      .filter(sentence => sentence.split(' ').length >= 6 && sentence.split(' ').length <= 11)
      .slice(0, 4)
    expect(sentences.length).toBeGreaterThanOrEqual(3)
    const content = sentences.map((sentence, at) => `${tale(9, 9 * at)}${sentence} `).join('')
    respondWith({ title: 'A Tale', content, summary: 'A fox.', tags: [] })
    const received = await readStory(service.url, storyRequest({ maxLength: 700 }))
    expect(received.error?.error.code).toBe('CONTENT_REJECTED')
  })
})

describe('The moderated text of another model', () => {
  let upstream: ScriptedUpstream
  let service: Service
  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    service = await startService({ OPENAI_BASE_URL: upstream.baseUrl, MODERATION: 'output' })
  })
  afterAll(async () => {
    await service.close()
    await upstream.close()
  })

  it('is moderated in whole sentences, all of it, with summary and tags', async () => {
    const content = tale(20)
    upstream.respondWith(
      streamOf(JSON.stringify({ title: 'A Tale', content, summary: 'A fox.', tags: [] }).split(''))
    )
    const received = await readStory(service.url, storyRequest({ maxLength: 300 }))
    expect(received.names.at(-1)).toBe('done')
    const windows = upstream.moderated.slice(0, -1)
    expect(windows.length).toBeGreaterThan(2)
    for (const window of windows) expect(window).toMatch(/\.$/)
    expect(windows[0]).toMatch(/^A Tale\n\n\w/)
    expect(upstream.moderated.at(-1)).toBe('A fox.')
  })

  it('is moderated without spaces and sentences too', async () => {
    upstream.moderated.length = 0
    const content = Array.from({ length: 150 }, (_, at) => `狐は提灯を${at}個運んだ、`).join('')
    upstream.respondWith(
      streamOf(JSON.stringify({ title: '狐の物語', content, summary: 'S', tags: [] }).split(''))
    )
    const received = await readStory(
      service.url,
      storyRequest({ language: 'ja', minLength: 50, maxLength: 2000 })
    )
    expect(received.content.startsWith(content)).toBe(true)
    expect(upstream.moderated[0]).toContain('狐は提灯')
  })

  it('keeps the last word of the title and the first of the text separate', async () => {
    // The simulator flags a word only when it is complete.
    const content = tale(20)
    upstream.moderated.length = 0
    upstream.respondWith(
      streamOf([JSON.stringify({ title: `The ${trigger}`, content, summary: 'S', tags: [] })])
    )
    await readStory(service.url, storyRequest({ maxLength: 300 }))
    expect(upstream.moderated[0]).toMatch(/^The simulated-violence\s/)
  })

  it('is held back while it is moderated, at any speed', async () => {
    upstream.respondWith(async ({ response }) => {
      openEvents(response)
      const content = tale(5)
      const story = { title: 'A Tale', content, summary: 'A fox.', tags: [] }
      response.end(chunk({ content: JSON.stringify(story) }) + ending)
    })
    const received = await readStory(service.url, storyRequest({ minLength: 50 }))
    expect(received.content).toBe(tale(5).trim())
  })
})
