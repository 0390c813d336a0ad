import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * An upstream that costs next to nothing: it streams one prepared story to everybody, chunk by
 * chunk at a pace. A process of its own, so that its work is not the service's.
 */
const chunks = Number(process.argv[2] ?? 200)
const everyMs = Number(process.argv[3] ?? 100)

const words = 'The fox carried the lantern over the quiet hill until the river answered.'.split(' ')
const opening = ['{"title":"The ', 'Lantern","content":"']
const ending = ['","summary":"A fox.","tags":["fox","hill"]}']
const texts = [
  ...opening,
  ...Array.from(
    { length: chunks - 3 },
    (_, at) => `${at === 0 ? '' : ' '}${words[at % words.length]}`
  ),
  ...ending
]
const frames = texts.map(content => frame([{ index: 0, delta: { content }, finish_reason: null }]))
const last =
  frame([{ index: 0, delta: {}, finish_reason: 'stop' }]) +
  frame([], { prompt_tokens: 500, completion_tokens: chunks, total_tokens: 500 + chunks }) +
  'data: [DONE]\n\n'

const open = new Map<ServerResponse, number>()
setInterval(() => {
  for (const [response, at] of open) {
    const text = frames[at]
    if (text === undefined) {
      open.delete(response)
      response.end(last)
    } else {
      open.set(response, at + 1)
      response.write(text)
    }
  }
}, everyMs)

const server = createServer((request, response) => {
  request.resume()
  if (request.method !== 'POST') {
    response.end('{"object":"list","data":[]}')
    return
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  open.set(response, 0)
  response.once('close', () => open.delete(response))
})
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port)
})

function frame(choices: readonly object[], usage: object | null = null): string {
  const chunk = {
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'bench',
    choices,
    usage
  }
  return `data: ${JSON.stringify(chunk)}\n\n`
}
