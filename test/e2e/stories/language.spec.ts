import { readStory } from '../../harness/assertions/story-stream.js'
import { generate, storyRequest } from '../../harness/fixtures/requests.js'
import {
  startScriptedUpstream,
  streamOf,
  type ScriptedUpstream
} from '../../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../../harness/service/service.js'
import { texts } from '../../../src/modules/stories/checks/language/texts.fixture.ts'

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

const [english = '', german = ''] = [texts['en'], texts['de']]
const order = storyRequest({
  keywords: ['Fuchs'],
  language: 'de',
  minLength: 50,
  maxLength: 100,
  genre: 'Märchen'
})

/** Answers in turn; the last one is repeated. Returns the orders that the model received. */
function answerWith(contents: readonly string[], more: object = {}): unknown[] {
  const orders: unknown[] = []
  upstream.respondWith(async call => {
    const { messages } = call.body as {
      readonly messages: readonly { readonly content: string }[]
    }
    orders.push(JSON.parse(messages.at(-1)?.content ?? ''))
    const content = contents[Math.min(orders.length, contents.length) - 1]
    const story = { title: 'Die Laterne', content, summary: german, tags: ['Fuchs'], ...more }
    await streamOf(JSON.stringify(story).match(/.{1,30}/gsu) ?? [])(call)
  })
  return orders
}

const tasksOf = (orders: readonly unknown[]): unknown[] =>
  orders.map(each => (each as { readonly task: unknown }).task)

describe('A story in another language', () => {
  it('is written again', async () => {
    const orders = answerWith([english, german])
    const { body } = await generate(service.url, order)
    expect(orders).toHaveLength(2)
    expect(orders[1]).toMatchObject({ task: 'write', language_name: 'German' })
    expect(body).toMatchObject({ content: german.trim(), lacks: [] })
  })

  it('is not streamed: the stream has the second story only', async () => {
    const orders = answerWith([english.repeat(3), german])
    const received = await readStory(service.url, { ...order, tone: 'dark' })
    expect(tasksOf(orders)).toEqual(['write', 'write'])
    expect(received.content).toBe(german.trim())
    expect(received.done).toMatchObject({ content: german.trim(), lacks: [] })
  })

  it('both times is delivered, and the fault is reported', async () => {
    const buffered = answerWith([english])
    const { body } = await generate(service.url, { ...order, tone: 'epic' })
    expect(body).toMatchObject({ keywords_missing: ['Fuchs'], lacks: ['keywords', 'language'] })
    expect(buffered).toHaveLength(2)
    const streamed = answerWith([english])
    const received = await readStory(service.url, { ...order, tone: 'romantic' })
    expect(received.done).toMatchObject({
      lacks: ['keywords', 'language'],
      checks: { language: { passed: false, content: 'other', found: 'en' } }
    })
    expect(streamed).toHaveLength(2)
  })

  it('from its second half on is a fault that a stream reports', async () => {
    answerWith([german + english.repeat(4)])
    const received = await readStory(service.url, { ...order, maxLength: 400 })
    expect(received.done).toMatchObject({ lacks: ['repetition', 'language'] })
  })
})

describe('A summary or tags in another language', () => {
  it('are replaced without a call', async () => {
    const orders = answerWith([german], { summary: english, tags: ['Лиса и фонарь на холме'] })
    const received = await readStory(service.url, { ...order, tone: 'humorous' })
    expect(orders).toHaveLength(1)
    expect(received.done).toMatchObject({ lacks: [], tags: ['Fuchs'] })
    expect(german).toContain(String(received.done?.['summary']).slice(0, 100))
  })
})

describe('A story that ends in mid-sentence', () => {
  const open = `${german}Und dann ging er über die`
  const rest = 'Brücke. Auf der anderen Seite war es still.'

  it.each(['buffered', 'streamed'])('is continued there (%s)', async path => {
    const orders = answerWith([open, rest])
    const request = { ...order, tone: 'mysterious', genre: path }
    const story =
      path === 'buffered'
        ? (await generate(service.url, request)).body
        : (await readStory(service.url, request)).done
    expect(tasksOf(orders)).toEqual(['write', 'continue'])
    expect(story).toMatchObject({ lacks: [] })
    expect(story.content).toMatch(/\. (?:Und dann ging er über die…\n\n)?Brücke\. Auf|Brücke\. Auf/)
    expect(story.content.endsWith('war es still.')).toBe(true)
  })

  it('and whose rest does too is delivered, and the fault is reported', async () => {
    answerWith([open, open])
    const { body } = await generate(service.url, { ...order, tone: 'dramatic' })
    expect(body.lacks).toContain('ending')
  })

  it('in speech gets its closing quotation mark', async () => {
    const orders = answerWith([`${german}Er rief: „Komm!`])
    const received = await readStory(service.url, { ...order, genre: 'Fabel' })
    expect(orders).toHaveLength(1)
    expect(received.content.endsWith('„Komm!“')).toBe(true)
    expect(received.done).toMatchObject({ lacks: [], content: received.content })
  })
})
