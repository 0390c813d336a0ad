import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A cheap upstream: returns one prepared story, buffered after a delay or streamed word by word. It is a separate
 * process, so that its CPU time is not measured.
 */
const [words = 420, everyMs = 100, delayMs = 0] = process.argv.slice(2).map(Number)

/**
 * The nouns are in an irregular order that is always the same, because the service repairs a story that repeats itself.
 * The other words are as frequent as in English: where they are not, the language is identified at a higher cost.
 */
const pattern = 'The * carried the * over the * of the * until the * answered'.split(' ')
const nouns =
  'fox lantern hill river forest garden window bridge village child tower shadow letter'.split(' ')
let state = 1
function nextNoun(): string {
  state = (state * 48_271) % 2_147_483_647
  return nouns[state % nouns.length] ?? ''
}
const covered = Array.from({ length: words }, (_, at) => {
  const word = pattern[at % pattern.length] ?? ''
  const isLast = at % pattern.length === pattern.length - 1 || at === words - 1
  return `${word === '*' ? nextNoun() : word}${isLast ? '.' : ''}`
})
const opening = '{"title":"The Lantern","content":"'
const ending = '","summary":"A fox.","tags":["fox","hill"]}'
const usage = { prompt_tokens: 500, completion_tokens: words, total_tokens: 500 + words }

const pieces = [opening, ...covered.map((word, at) => (at === 0 ? word : ` ${word}`)), ending]
const frames = pieces.map(content => frame([{ index: 0, delta: { content }, finish_reason: null }]))
const lastFrame =
  frame([{ index: 0, delta: {}, finish_reason: 'stop' }]) + frame([], usage) + 'data: [DONE]\n\n'
const whole = JSON.stringify({
  ...head('chat.completion'),
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: pieces.join(''), refusal: null },
      finish_reason: 'stop'
    }
  ],
  usage
})

const open = new Map<ServerResponse, number>()
setInterval(() => {
  for (const [response, at] of open) {
    const text = frames[at]
    if (text === undefined) {
      open.delete(response)
      response.end(lastFrame)
    } else {
      open.set(response, at + 1)
      response.write(text)
    }
  }
}, everyMs)

const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port)
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    request.resume()
    response.end('{"object":"list","data":[]}')
    return
  }
  let body = ''
  for await (const part of request) body += String(part)
  if (body.includes('"stream":true')) tell(response)
  else setTimeout(() => send(response), delayMs)
}

function tell(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  open.set(response, 0)
  response.once('close', () => open.delete(response))
}

function send(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(whole)
}

function head(object: string): object {
  return { id: 'chatcmpl-bench', object, created: 1, model: 'bench' }
}

function frame(choices: readonly object[], ofWhole: object | null = null): string {
  return `data: ${JSON.stringify({ ...head('chat.completion.chunk'), choices, usage: ofWhole })}\n\n`
}
