import { storyRequest } from '../../harness/fixtures/requests.js'
import {
  chunk,
  ending,
  openEvents,
  seededRandom,
  startScriptedUpstream,
  streamOf,
  type ScriptedUpstream
} from '../../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../../harness/service/service.js'
import { readStory } from '../../harness/assertions/story-stream.js'

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

const title = 'The Fox “Ж” 🦊'
const sentence =
  'The fox 🦊 said: “Привет, \\ lantern!” — 狐は走った。 Then\ttabs, a "quote" and 👨‍👩‍👧‍👦, é and e\u0301. '
const content = `${sentence.repeat(4).trim()}\n\n${sentence.repeat(4).trim()}`
const plain = content.replaceAll('\t', ' ')
const story = { title, content, summary: 'A fox, a lantern.', tags: ['fox'] }
const order = storyRequest({ minLength: 50, maxLength: 200 })

/** JSON with escapes for every non-ASCII character and for some ASCII characters. */
function escaped(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]|[a-e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
}

function bytewise(bytes: Buffer): readonly Buffer[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
}

function inPieces(random: () => number, longest: number): (bytes: Buffer) => readonly Buffer[] {
  return bytes => {
    const parts: Buffer[] = []
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + Math.floor(random() * longest)
      parts.push(bytes.subarray(at, end))
      at = end
    }
    return parts
  }
}

function textInPieces(text: string, random: () => number, longest: number): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length;) {
    let end = at + 1 + Math.floor(random() * longest)
    // A real server splits a surrogate pair only if it is written as escapes.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end++
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}

async function expectTold(expected = { title, content: plain }): Promise<void> {
  const received = await readStory(service.url, order)
  expect({ title: received.title, content: received.content }).toEqual(expected)
  expect(received.done).toMatchObject(expected)
  expect(received.error).toBeUndefined()
}

describe('An answer that arrives byte by byte', () => {
  it.each([
    ['as JSON is usually written', JSON.stringify(story)],
    ['with every character escaped', escaped(story)],
    ['over several lines', JSON.stringify(story, null, 2)]
  ])('is streamed %s', async (_, text) => {
    upstream.respondWith(streamOf([text], bytewise))
    await expectTold()
  })

  it('is streamed when every character of its text arrives separately', async () => {
    upstream.respondWith(streamOf(textInPieces(escaped(story), () => 0, 1)))
    await expectTold()
  })
})

describe('An answer in random pieces', () => {
  const texts = [JSON.stringify(story), escaped(story), `\n\`\`\`json\n${escaped(story)}\n\`\`\`\n`]

  it.each(Array.from({ length: 20 }, (_, seed) => [seed + 1]))(
    'is streamed (seed %i)',
    async seed => {
      const random = seededRandom(seed)
      const text = texts[seed % texts.length] ?? ''
      upstream.respondWith(streamOf(textInPieces(text, random, 12), inPieces(random, 200)))
      await expectTold()
    }
  )

  it.each([
    ['content first', ['content', 'title', 'summary', 'tags']],
    ['tags and summary first', ['tags', 'summary', 'title', 'content']],
    ['title last', ['summary', 'content', 'tags', 'title']]
  ])('is streamed with %s', async (_, keys) => {
    const entries = new Map<string, unknown>(Object.entries(story))
    const ordered = Object.fromEntries(keys.map(key => [key, entries.get(key)]))
    const extra = { notes: { content: 'not this', list: ['"content":"nor this"', 1, null] } }
    const random = seededRandom(7)
    upstream.respondWith(streamOf(textInPieces(escaped({ ...extra, ...ordered }), random, 9)))
    await expectTold()
  })
})

describe('An upstream server', () => {
  it('with CRLF line endings, comments and empty choices is supported', async () => {
    const text = [': hello\n\n', chunk({ role: 'assistant' }), 'data: {"choices":[]}\n\n']
      .concat(chunk({ content: JSON.stringify(story) }), ending)
      .join('')
      .replaceAll('\n', '\r\n')
    upstream.respondWith(async ({ response }) => {
      openEvents(response)
      response.end(text)
    })
    await expectTold()
  })

  it('without stream_options is called without them from then on', async () => {
    const before = upstream.bodies.length
    upstream.respondWith(async call => {
      if (!('stream_options' in call.body)) return streamOf([JSON.stringify(story)])(call)
      const message = 'Unrecognized request argument supplied: stream_options'
      call.response.writeHead(400, { 'content-type': 'application/json' })
      call.response.end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }))
    })
    await expectTold()
    await expectTold()
    const asked = upstream.bodies.slice(before).map(body => 'stream_options' in body)
    expect(asked).toEqual([true, false, false])
  })

  it('that sends a finish reason but no usage and no [DONE] is billed by the estimate', async () => {
    upstream.respondWith(async ({ response }) => {
      openEvents(response)
      response.end(chunk({ content: JSON.stringify(story) }) + chunk({}, {}, 'stop'))
    })
    await expectTold()
  })

  it('that ends without a finish reason has finished if its object is complete', async () => {
    upstream.respondWith(async ({ response }) => {
      openEvents(response)
      response.end(chunk({ content: JSON.stringify(story) }))
    })
    const received = await readStory(service.url, order)
    expect(received.names.at(-1)).toBe('done')
    expect(received.content).toBe(plain)
  })

  it('that sends an error in mid-stream ends the stream with an error event', async () => {
    upstream.respondWith(async ({ response }) => {
      openEvents(response)
      const half = JSON.stringify(story).slice(0, 600)
      const failure = { error: { message: 'The server had an error', type: 'server_error' } }
      response.end(`${chunk({ content: half })}data: ${JSON.stringify(failure)}\n\n`)
    })
    const received = await readStory(service.url, order)
    expect(received.names.at(-1)).toBe('error')
    expect(plain.startsWith(received.content)).toBe(true)
    expect(JSON.stringify(received.error)).not.toContain('The server had an error')
  })
})
