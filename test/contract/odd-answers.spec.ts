import { readStory } from '../harness/assertions/story-stream.js'
import { generate, storyRequest } from '../harness/fixtures/requests.js'
import {
  startScriptedUpstream,
  type ScriptedUpstream
} from '../harness/servers/scripted-upstream.js'
import { startService, type Service } from '../harness/service/service.js'
import {
  completion,
  delta,
  deltas,
  done,
  event,
  story,
  storyJson,
  stream,
  usage,
  usageEvent
} from './odd-bodies.js'

interface Response {
  readonly status?: number
  readonly type?: string
  readonly body: string
}

let upstream: ScriptedUpstream
let service: Service

beforeAll(async () => {
  upstream = await startScriptedUpstream()
  service = await startService({
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_MAX_RETRIES: '2',
    CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
  })
})
afterAll(async () => {
  await service.close()
  await upstream.close()
})

/** Responds to the first call with the first response, to all that follow with the last. */
function respond(...responses: readonly Response[]): { readonly calls: number } {
  const before = upstream.bodies.length
  upstream.respondWith(async ({ response }) => {
    const call = upstream.bodies.length - before
    const {
      status = 200,
      type = 'application/json',
      body
    } = responses[Math.min(call, responses.length) - 1] ?? { body: '' }
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  })
  return {
    get calls() {
      return upstream.bodies.length - before
    }
  }
}

const wish = { min_length: 100, max_length: 200 }

interface Outcome {
  readonly title?: unknown
  readonly content?: unknown
  readonly usage?: readonly unknown[]
  readonly cost?: unknown
  readonly error?: readonly unknown[]
}

async function buffered(): Promise<Outcome> {
  const { status, body } = await generate(service.url, storyRequest(wish))
  if (status !== 200) return { error: [body.error.code, body.error.details.reason] }
  const { prompt_tokens: prompt, completion_tokens: completed } = body.usage
  return {
    title: body.title,
    content: body.content,
    usage: [prompt, completed],
    cost: body.cost_usd
  }
}

async function streamed(): Promise<Outcome> {
  const received = await readStory(service.url, storyRequest({ minLength: 100, maxLength: 200 }))
  const error = received.error?.error
  if (error !== undefined) return { error: [error.code, error.details?.['reason']] }
  const { title, content, usage: tokens, costUsd } = received.done ?? {}
  expect(received.content).toBe(content)
  expect(received.title).toBe(title)
  const { promptTokens, completionTokens } = tokens as Readonly<Record<string, number>>
  return { title, content, usage: [promptTokens, completionTokens], cost: costUsd }
}

const sse = 'text/event-stream'
const paths = [
  ['buffered', buffered],
  ['streamed', streamed]
] as const

describe.each(paths)('An unusual answer, %s', (path, ask) => {
  const delivered = { title: story.title, content: story.content }
  const charged = { usage: [400, 200], cost: (400 * 150_000 + 200 * 600_000) / 1e12 }
  const isStream = path === 'streamed'
  /** The same text as JSON or as a stream, as the request asked for. */
  const says = (text: string, finish: string | null = 'stop'): Response =>
    isStream ? { body: stream(text, finish), type: sse } : { body: completion(text, { finish }) }

  it.each<[string, Response]>([
    [
      'reasoning in front',
      says(`<think>A heron. {"title":"x","content":"y"}</think>\n${storyJson}`)
    ],
    ['a code fence', says(`\`\`\`json\n${storyJson}\n\`\`\``)],
    ['words around it', says(`Here it is:\n${storyJson}\nShall I go on?`)],
    [
      'headings and remarks',
      says(
        JSON.stringify({
          ...story,
          content: `# Chapter 1: The Bridge\n\n${story.content}\n\nThe End\n\nShall I continue?`
        })
      )
    ],
    ['special tokens', says(`${storyJson}<|im_end|>`)],
    ['raw line breaks', says(storyJson.replaceAll('\\n', '\n'))],
    [
      'a list of paragraphs',
      says(JSON.stringify({ ...story, content: story.content.split('\n\n') }))
    ],
    ['a wrapper', says(JSON.stringify({ result: story }))],
    ['JSON within JSON', says(JSON.stringify({ ...story, content: storyJson }))],
    ['an unknown finish', says(storyJson, 'eos_token')],
    ['a limit that it did not reach', says(storyJson, 'length')],
    ['a fault behind its end', says(storyJson, 'network_error')],
    ['no finish', says(storyJson, null)],
    ['the other form', isStream ? { body: completion(storyJson) } : { body: stream(storyJson) }],
    ['no content type', { ...says(storyJson), type: 'application/octet-stream' }],
    [
      'a list of parts',
      isStream
        ? { body: delta({ content: [{ type: 'text', text: storyJson }] }, 'stop') + usageEvent }
        : {
            body: completion([
              { type: 'thinking', thinking: 'Hm' },
              { type: 'text', text: storyJson }
            ])
          }
    ],
    [
      'a tool call',
      isStream
        ? {
            body:
              delta({ tool_calls: [{ index: 0, function: { arguments: storyJson } }] }) + usageEvent
          }
        : {
            body: completion(null, {
              message: { tool_calls: [{ function: { arguments: storyJson } }] }
            })
          }
    ],
    [
      'CRLF line endings, comments and an event that is not JSON',
      {
        body: `: hi\r\n\r\ndata: {"x\r\n\r\n${stream(storyJson).replaceAll('\n', '\r\n')}`,
        type: sse
      }
    ]
  ])('with %s gives the story after one call at its exact price', async (_, response) => {
    const sent = respond(response)
    expect(await ask()).toEqual({ ...delivered, ...charged })
    expect(sent.calls).toBe(1)
  })

  const cut = storyJson.slice(0, storyJson.indexOf(' for the heron and for the fox'))
  const rest = 'for the heron and for the fox, and lit both on every evening when the river rose.'

  it.each([
    ['a limit', 'length'],
    ['a limit in capital letters', 'MAX_TOKENS'],
    ['its own stop', 'stop'],
    ['an unknown word', 'weird'],
    ['nothing', null]
  ])('that breaks off by %s is continued in mid-sentence', async (_, finish) => {
    const sent = respond(says(cut, finish), says(JSON.stringify({ ...story, content: rest })))
    expect(await ask()).toMatchObject({ ...delivered, usage: [800, 400] })
    expect(sent.calls).toBe(2)
  })

  it('that breaks off twice is an error, not a story', async () => {
    const sent = respond(says(cut, 'length'))
    expect(await ask()).toEqual({ error: ['AI_SERVICE_ERROR', 'truncated_for_good'] })
    expect(sent.calls).toBe(2)
  })

  it.each<[string, Response, readonly string[], number]>([
    ['a filter', says('', 'content_filter'), ['AI_REFUSED', 'content_filter'], 1],
    ['another word for a filter', says('', 'sensitive'), ['AI_REFUSED', 'content_filter'], 1],
    [
      'an apology instead of a story',
      says(
        JSON.stringify({
          ...story,
          content: 'I am sorry, but I cannot fulfil this request. '.repeat(20)
        })
      ),
      ['AI_REFUSED', 'refusal'],
      1
    ],
    ['reasoning alone', says(`<think>${storyJson}`), ['AI_SERVICE_ERROR', 'no_story_in_answer'], 2],
    [
      'a quota in a 200',
      { body: JSON.stringify({ error: { code: 402, message: 'Top up' } }) },
      ['AI_UNAVAILABLE', 'upstream_quota_exhausted'],
      1
    ],
    [
      'a quota as the first event',
      { body: event({ error: { code: 402 } }) + done, type: sse },
      ['AI_UNAVAILABLE', 'upstream_quota_exhausted'],
      1
    ],
    [
      'a prompt that is too long, in a 400 of another form',
      {
        status: 400,
        body: JSON.stringify({ object: 'error', message: 'exceeds the available context size' })
      },
      ['AI_SERVICE_ERROR', 'upstream_context_too_long'],
      1
    ],
    [
      'an answer without end',
      { body: event({ x: 'x'.repeat(1_000_000) }).repeat(5), type: sse },
      ['AI_SERVICE_ERROR', 'upstream_answer_too_large'],
      1
    ]
  ])('of %s has its own reason', async (_, response, error, calls) => {
    const sent = respond(response)
    expect(await ask()).toEqual({ error })
    expect(sent.calls).toBe(calls)
  })

  it.each<[string, Response]>([
    ['a page', { body: '<html>Maintenance</html>', type: 'text/html' }],
    ['nothing', { body: '' }],
    ['an error in a 200', { body: '{"error":{"message":"busy","code":503}}' }],
    [
      'a 400 of a gateway',
      { status: 400, body: '{"error":{"message":"Provider returned error"}}' }
    ],
    ['output that is no JSON', { status: 400, body: '{"error":{"code":"json_validate_failed"}}' }],
    ['a status of a proxy', { status: 524, body: '<html>', type: 'text/html' }]
  ])('of %s is retried', async (_, response) => {
    const sent = respond(response, says(storyJson))
    expect(await ask()).toMatchObject(delivered)
    expect(sent.calls).toBe(2)
  })

  it.each<[string, unknown, readonly (number | object)[]]>([
    ['digits', { prompt_tokens: '400', completion_tokens: '200' }, [400, 200]],
    ['reasoning in the total', { ...usage, total_tokens: 1600 }, [400, 1200]],
    [
      'cached tokens apart',
      { prompt_tokens: 100, completion_tokens: 200, prompt_tokens_details: { cached_tokens: 300 } },
      [400, 200]
    ],
    ['nothing', null, [expect.any(Number), expect.any(Number)]],
    ['zeros', { prompt_tokens: 0, completion_tokens: 0 }, [expect.any(Number), expect.any(Number)]],
    [
      'nonsense',
      { prompt_tokens: -4, completion_tokens: 1e300 },
      [expect.any(Number), expect.any(Number)]
    ]
  ])('whose usage is %s costs more than 0', async (_, reported, tokens) => {
    respond(
      isStream
        ? {
            body: deltas(storyJson) + delta({}, 'stop') + event({ choices: [], usage: reported }),
            type: sse
          }
        : { body: completion(storyJson, { top: { usage: reported } }) }
    )
    const outcome = await ask()
    expect(outcome).toMatchObject({ ...delivered, usage: tokens })
    expect(outcome.cost).toBeGreaterThan(0)
  })
})
