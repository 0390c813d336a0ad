import { readStory } from '../../harness/assertions/story-stream.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { revise, revised, storedStory, type StoryBody } from '../../harness/fixtures/revisions.js'
import {
  startScriptedUpstream,
  streamOf,
  type ScriptedUpstream
} from '../../harness/servers/scripted-upstream.js'
import { useService } from '../../harness/service/use-service.js'

const headers = { 'X-API-Key': testKey }
const sentences = Array.from(
  { length: 12 },
  (_, index) => `The fox carried the lantern past house number ${index + 1} of the long street.`
)
const others = sentences.map(sentence =>
  sentence.replace('carried', 'lost').replace('past', 'near')
)
const answer = (content: string): string =>
  JSON.stringify({ title: 'The Street', content, summary: 'A fox walks.', tags: [], forms: [] })
/** The apology of a model, which is an error. */
const refusal = 'refuse'
const known = answer(sentences.join(' '))
const fresh = answer(others.join(' '))

let upstream: ScriptedUpstream
beforeAll(async () => {
  upstream = await startScriptedUpstream()
})
afterAll(() => upstream.close())
const service = useService(() => ({ OPENAI_BASE_URL: upstream.baseUrl }))
let story: StoryBody

/** Responds to each call with the next of these texts, the last one for ever; streamed or not, as asked. */
function answerWith(...texts: readonly string[]): void {
  const rest = [...texts]
  upstream.respondWith(async call => {
    const text = (rest.length > 1 ? rest.shift() : rest[0]) ?? ''
    if (call.body['stream'] === true) return streamOf(text.match(/.{1,40}/gs) ?? [])(call)
    if (text === refusal) {
      call.response.writeHead(400, { 'content-type': 'application/json' })
      call.response.end(JSON.stringify({ error: { message: 'no', code: 'content_filter' } }))
      return
    }
    const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }
    const choices = [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }
    ]
    call.response.writeHead(200, { 'content-type': 'application/json' })
    call.response.end(
      JSON.stringify({
        id: 'c',
        object: 'chat.completion',
        created: 1,
        model: 'scripted',
        choices,
        usage
      })
    )
  })
}

beforeEach(async () => {
  answerWith(known)
  story = await storedStory(service, headers, { maxLength: 200 })
})

const streamed = (change: object = { kind: 'regenerate' }) =>
  readStory(service.url, change, {}, `/api/v1/stories/${story.id}/revisions/stream`)

describe('Another story', () => {
  it.each([
    ['the parent itself', known],
    [
      'a story with most of its sentences',
      answer([...sentences.slice(0, 9), ...others.slice(9)].join(' '))
    ]
  ])('is asked for once more after %s', async (_, same) => {
    answerWith(same, fresh)
    const other = await revised(service, headers, story.id, { kind: 'regenerate' })
    expect(other.content).toBe(others.join(' '))
  })

  it('is an error if the model only has the parent', async () => {
    answerWith(known)
    const { status, body } = await revise(service, headers, story.id, { kind: 'regenerate' })
    expect([status, body.error.code]).toEqual([502, 'AI_SERVICE_ERROR'])
  })

  it('is not streamed before it is another one', async () => {
    answerWith(known, fresh)
    const received = await streamed()
    expect(received.content).toBe(others.join(' '))
    answerWith(known)
    expect((await streamed()).status).toBe(502)
  })

  it.each([
    { kind: 'tone', tone: 'dark' },
    { kind: 'instruction', instruction: 'Let it rain.' }
  ])('is needed for a change too ($kind)', async change => {
    answerWith(known, fresh)
    const changed = await revised(service, headers, story.id, change)
    expect(changed.content).toBe(others.join(' '))
  })

  it('is needed for a passage too', async () => {
    const change = { kind: 'rewrite', quote: sentences[3] }
    answerWith(answer(sentences[3] ?? ''), answer('It rained.'))
    const changed = await revised(service, headers, story.id, change)
    expect(changed.content).toBe(story.content.replace(sentences[3] ?? '', 'It rained.'))
    answerWith(answer(sentences[3] ?? ''))
    expect((await revise(service, headers, story.id, change)).status).toBe(502)
  })
})

describe('A continuation', () => {
  it('that is the story once more is asked for again, and an error in the end', async () => {
    const more = answer(others.join(' '))
    answerWith(known, more)
    const change = { kind: 'continue', words: 150 }
    const longer = await revised(service, headers, story.id, change)
    expect(longer.content).toBe(`${story.content}\n\n${others.join(' ')}`)
    answerWith(known)
    expect((await revise(service, headers, story.id, change)).status).toBe(502)
  })
})

describe('A streamed part', () => {
  const german = answer(
    'Der Fuchs ging mit der Laterne durch die lange Nacht und kam erst am Morgen nach Hause zurück.'
  )

  it('in another language is asked for once more', async () => {
    answerWith(german, fresh)
    const received = await streamed({ kind: 'rewrite', quote: sentences[3] })
    expect(received.done).toMatchObject({
      content: story.content.replace(sentences[3] ?? '', others.join(' '))
    })
  })

  it('that is the story once more ends the stream with an error', async () => {
    answerWith(known)
    const received = await streamed({ kind: 'continue', words: 150 })
    expect([received.status, received.error?.error.code]).toEqual([200, 'AI_SERVICE_ERROR'])
    expect(received.content).toBe(story.content)
  })

  it('that repeats one sentence without end ends it too', async () => {
    answerWith(answer('The fox ran home again and again in the rain. '.repeat(300)))
    const received = await streamed({ kind: 'rewrite', quote: sentences[3] })
    expect(received.error?.error.code).toBe('AI_SERVICE_ERROR')
  })
})

describe('Titles', () => {
  const titles = (...list: readonly string[]): string => JSON.stringify({ titles: list })

  it('are asked for once more if there are fewer than three', async () => {
    answerWith(
      titles('One Street', 'The Street', 'one street'),
      titles('Two Foxes', 'Three Lamps', 'Four')
    )
    const titled = await revised(service, headers, story.id, { kind: 'title' })
    expect(titled.revision?.['titles']).toEqual(['One Street', 'Two Foxes', 'Three Lamps'])
  })

  it('are those that there are, if the second call fails', async () => {
    answerWith(titles('One Street'), '')
    const titled = await revised(service, headers, story.id, { kind: 'title' })
    expect(titled.revision?.['titles']).toEqual(['One Street'])
    answerWith(titles('One Street'), refusal)
    const other = await revised(service, headers, story.id, { kind: 'title' })
    expect(other.revision?.['titles']).toEqual(['One Street'])
    answerWith('no titles')
    const { status } = await revise(service, headers, story.id, { kind: 'title' })
    expect(status).toBe(502)
  })
})
