import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { build } from './build.ts'
import { localKey, localSettings, startBacking } from './local-stack.ts'
import { startServiceProcess } from './service-process.ts'

/**
 * `npm run try -- '{"keywords":["fox"]}'`: generates one story and prints the messages to and from the
 * provider. A proxy between service and provider records them; the service itself does not log them.
 */

interface Exchange {
  readonly atMs: number
  readonly tookMs: number
  readonly status: number
  readonly request: { readonly messages: readonly { role: string; content: string }[] }
  readonly answer: string
}

const wanted = { genre: 'fairy tale', ...parseArgument(process.argv[2] ?? '{"keywords":["fox"]}') }
const began = performance.now()
const [backing] = await Promise.all([startBacking(), build()])
const upstreamUrl = backing.settings['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1'
const exchanges: Exchange[] = []
const relay = createServer((request, response) => void pass(request, response))
relay.listen(0, '127.0.0.1')
await once(relay, 'listening')
const { port } = relay.address() as AddressInfo
const service = await startServiceProcess({
  ...process.env,
  // This script reads the log; its settings override those of the shell.
  ...localSettings,
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'json',
  ...backing.settings,
  OPENAI_BASE_URL: `http://127.0.0.1:${port}`
})
say('== behind the service', backing.words)
try {
  const response = await fetch(`${service.url}/api/v1/generate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': localKey },
    body: JSON.stringify(wanted)
  })
  const answer = (await response.json()) as Record<string, unknown>
  exchanges.forEach(report)
  say(
    `== answer, ${response.status}`,
    JSON.stringify({ ...answer, content: '(as above)' }, null, 2)
  )
  const rows = exchanges.map(
    ({ atMs, tookMs }, index) =>
      `${Math.round(atMs)} ms  attempt ${index + 1} sent, answered after ${Math.round(tookMs)} ms`
  )
  say('== timeline', [...rows, `${Math.round(performance.now() - began)} ms  done`].join('\n'))
} finally {
  await service.stop()
  relay.close()
  await backing.stop()
}

async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const atMs = performance.now() - began
  const body = await textOf(request)
  const upstream = await fetch(`${upstreamUrl}${request.url}`, {
    method: request.method ?? 'GET',
    headers: {
      Authorization: request.headers.authorization ?? '',
      'Content-Type': 'application/json'
    },
    ...(body !== '' && { body })
  })
  const answer = await upstream.text()
  response.writeHead(upstream.status, {
    'Content-Type': upstream.headers.get('content-type') ?? ''
  })
  response.end(answer)
  if (body === '') return
  const tookMs = performance.now() - began - atMs
  exchanges.push({ atMs, tookMs, status: upstream.status, request: JSON.parse(body), answer })
}

function report({ request, answer, status }: Exchange, index: number): void {
  for (const { role, content } of request.messages) say(`== attempt ${index + 1}, ${role}`, content)
  say(`== attempt ${index + 1}, raw answer, ${status}`, answer)
}

function parseArgument(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    process.stderr.write('usage: npm run try -- \'{"keywords":["fox"],"genre":"fairy tale"}\'\n')
    return process.exit(2)
  }
}

function say(heading: string, text: string): void {
  process.stdout.write(`\n${heading}\n${text}\n`)
}
