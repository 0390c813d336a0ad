import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  AiUnavailableError,
  JiraiyaClient,
  JiraiyaError,
  sendStory,
  type JiraiyaClientOptions,
  type SendStoryOptions,
  type StoryDelivery,
  type StoryStream
} from '../../clients/typescript/src/index.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { answerEvents, useScriptedService } from '../harness/servers/scripted-service.js'
import { useService } from '../harness/service/use-service.js'

const service = useService({ OPENAI_MAX_RETRIES: '0', CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000' })
const scripted = useScriptedService()
const short = storyRequest({ maxLength: 100 })

function client(options: Partial<JiraiyaClientOptions> = {}): JiraiyaClient {
  return new JiraiyaClient({ baseUrl: service.url, apiKey: testKey, ...options })
}

/** A backend whose only route passes a stream on. */
async function backend<T>(
  open: () => StoryStream,
  use: (url: string, delivery: Promise<StoryDelivery>) => Promise<T>,
  options: SendStoryOptions = {}
): Promise<T> {
  const { promise: delivery, resolve, reject } = Promise.withResolvers<StoryDelivery>()
  delivery.catch(() => undefined)
  const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
    sendStory(open(), response, options).then(resolve, (error: unknown) => {
      reject(error)
      response.writeHead(500).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, delivery)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const meta = 'event: meta\ndata: {"storyId":"1","model":"m","requestId":"r"}\n\n'
const delta = 'event: delta\ndata: {"text":"Once"}\n\n'

/** A response whose client reads only after `drain`. */
class FullResponse extends EventEmitter {
  readonly texts: string[] = []
  readonly destroyed = false
  headersSent = false

  writeHead(): void {
    this.headersSent = true
  }

  write(text: string): boolean {
    this.texts.push(text)
    return false
  }

  end(): void {}

  /** Resolves when the sender waits for `drain`. */
  waiting(): Promise<void> {
    return new Promise(resolve => {
      const hear = (name: string): void => {
        if (name !== 'drain') return
        this.off('newListener', hear)
        setImmediate(resolve)
      }
      this.on('newListener', hear)
    })
  }
}

describe('A stream that a backend passes on', () => {
  it('reaches a page as the same events, which the client of the page reads', async () => {
    await backend(
      () => client().streamStory(short),
      async (url, delivery) => {
        const page = client({ baseUrl: url }).streamStory(short)
        const types: string[] = []
        let content = ''
        for await (const event of page) {
          types.push(event.type)
          if (event.type === 'delta') content += event.text
        }
        expect(types.slice(0, 3)).toEqual(['meta', 'title', 'delta'])
        expect(await delivery).toEqual({ kind: 'sent', story: await page.finalStory() })
        expect((await page.finalStory()).content).toBe(content)
      }
    )
  })

  it('is not changed, compressed or held back by proxies', async () => {
    await backend(
      () => client().streamStory(short),
      async url => {
        const { headers } = await fetch(url)
        expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
        expect(headers.get('cache-control')).toBe('no-cache, no-transform')
        expect(headers.get('x-accel-buffering')).toBe('no')
      }
    )
  })

  it('is aborted when the page disconnects', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    await backend(
      () => client().streamStory(short),
      async (url, delivery) => {
        const leaving = new AbortController()
        const { body } = await fetch(url, { signal: leaving.signal })
        await body?.getReader().read()
        leaving.abort()
        expect(await delivery).toEqual({ kind: 'left' })
        await service.simulator.waitFor(({ aborted }) => aborted === 1)
      }
    )
  })

  it('is aborted when the page disconnects before the first event', async () => {
    service.simulator.setFaults([{ fault: 'silent' }])
    await backend(
      () => client().streamStory(short),
      async (url, delivery) => {
        const leaving = new AbortController()
        const answer = fetch(url, { signal: leaving.signal }).catch(String)
        await service.simulator.waitFor(({ inFlight }) => inFlight === 1)
        leaving.abort()
        await answer
        expect(await delivery).toEqual({ kind: 'left' })
        await service.simulator.waitFor(({ aborted }) => aborted === 1)
      }
    )
  })

  it('waits for a page that reads slowly', async () => {
    scripted.respondWith(answerEvents([meta, delta, 'event: done\ndata: {"story":{"id":"1"}}\n\n']))
    const response = new FullResponse()
    const delivery = sendStory(client({ baseUrl: scripted.url }).streamStory(short), response)
    for (const count of [1, 2, 3]) {
      if (response.listenerCount('drain') === 0) await response.waiting()
      expect(response.texts).toHaveLength(count)
      response.emit('drain')
    }
    expect(await delivery).toEqual({ kind: 'sent', story: { id: '1' } })
  })

  /** Comments after the last part of the text. */
  const quiet = /event: delta\n.+\n\n:\n\n:\n\n$/

  it('is kept open by comments while the model is idle', async () => {
    service.simulator.setFaults([{ fault: 'stall', on: 'stream' }])
    const leaving = new AbortController()
    await backend(
      () => client().streamStory(short),
      async url => {
        const { body } = await fetch(url, { signal: leaving.signal })
        const decoder = new TextDecoder()
        let text = ''
        for (const reader = body?.getReader(); !quiet.test(text);) {
          const { value, done = true } = (await reader?.read()) ?? {}
          if (done) break
          text += decoder.decode(value)
        }
        expect(text).toMatch(quiet)
        leaving.abort()
        await service.simulator.waitFor(({ aborted }) => aborted === 1)
      },
      { heartbeatMs: 5 }
    )
  })

  it('throws an error before the first event, so that the backend sends its status', async () => {
    service.simulator.setFaults([{ fault: 'refusal' }])
    await backend(
      () => client().streamStory(short),
      async (url, delivery) => {
        expect((await fetch(url)).status).toBe(500)
        await expect(delivery).rejects.toMatchObject({ code: 'AI_REFUSED', status: 422 })
      }
    )
  })

  it('ends with the error of the service, which the client of the page throws', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream', on: 'stream' }])
    await backend(
      () => client().streamStory(short),
      async (url, delivery) => {
        const failure: unknown = await client({ baseUrl: url })
          .streamStory(short)
          .finalStory()
          .catch((error: unknown) => error)
        expect(failure).toBeInstanceOf(AiUnavailableError)
        const { error } = (await delivery) as { readonly error: JiraiyaError }
        expect(failure).toMatchObject({
          status: 503,
          retryable: true,
          requestId: error.requestId,
          message: error.message
        })
      }
    )
  })
})

describe('A stream as bytes', () => {
  it('has the events of the service', async () => {
    const stream = client().streamStory(short)
    const text = await new Response(stream.toReadableStream()).text()
    const { content } = await stream.finalStory()
    expect(text.match(/^event: \w+$/gm)?.slice(0, 2)).toEqual(['event: meta', 'event: title'])
    const deltas = text.matchAll(/^event: delta\ndata: (.+)$/gm)
    const texts = Array.from(deltas, ([, data = '']) => (JSON.parse(data) as { text: string }).text)
    expect(texts.join('')).toBe(content)
  })

  it('ends with an error event, without the address of the service', async () => {
    const lost = client({ baseUrl: 'http://127.0.0.1:1', retry: { maxAttempts: 1 } })
    const text = await new Response(lost.streamStory(short).toReadableStream()).text()
    expect(text).toMatch(/^event: error\ndata: \{"success":false,"statusCode":503,/)
    expect(text).not.toContain('127.0.0.1')
  })

  it('aborts the story when it is cancelled', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    const reader = client().streamStory(short).toReadableStream().getReader()
    await reader.read()
    await reader.cancel()
    expect((await service.simulator.waitFor(({ aborted }) => aborted === 1)).completed).toBe(0)
  })
})

describe('The final story', () => {
  it('is returned after the events, and without reading them', async () => {
    const read = client().streamStory(short)
    for await (const _ of read);
    const story = await read.finalStory()
    expect(story.keywordsUsed).toEqual(short.keywords)
    expect((await client().streamStory(short).finalStory()).title).toBe(story.title)
  })

  it('is missing after an error, or if the reader leaves', async () => {
    service.simulator.setFaults([{ fault: 'refusal', times: 1 }])
    const failing = client().streamStory(short)
    await expect(failing.next()).rejects.toThrow(JiraiyaError)
    await expect(failing.finalStory()).rejects.toMatchObject({ code: 'AI_REFUSED' })
    const left = client().streamStory(short)
    for await (const { type } of left) if (type === 'meta') break
    await expect(left.finalStory()).rejects.toThrow('The reader left the stream')
  })
})
