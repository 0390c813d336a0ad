import Fastify from 'fastify'
import OpenAI from 'openai'

/** The baseline: bare Fastify handlers that use the SDK as documented. */
const client = new OpenAI({
  apiKey: 'none',
  baseURL: process.env['OPENAI_BASE_URL'] ?? '',
  maxRetries: 0
})
const app = Fastify()
const messages = [{ role: 'user', content: 'a story' }] as const

app.post('/api/v1/generate', async () => {
  const answer = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [...messages]
  })
  return JSON.parse(answer.choices[0]?.message.content ?? '{}') as object
})

app.post('/api/v1/stories/stream', async (_request, reply) => {
  reply.hijack()
  reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' })
  const stream = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true }
  })
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content ?? ''
    if (text !== '') {
      reply.raw.write(`event: delta\ndata: ${JSON.stringify({ text })}\n\n`)
    }
  }
  reply.raw.end('event: done\ndata: {}\n\n')
})

const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${JSON.stringify({ action: 'started', url })}\n`)
