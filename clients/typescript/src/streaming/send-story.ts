import { errorForUser, type CredentialOwner } from '../error-for-user.js'
import type { Story } from '../generated/types.gen.js'
import { JiraiyaError } from '../jiraiya-error.js'
import { errorText, eventText } from './event-text.js'
import type { StoryStream } from './story-stream.js'

/** The part of Node's `ServerResponse` that is used: Express has it as `response`, Fastify as `reply.raw`. */
export interface StoryResponse {
  readonly headersSent: boolean
  readonly destroyed: boolean
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown
  write(text: string): boolean
  end(): unknown
  once(event: 'close' | 'drain', listener: () => void): unknown
  off(event: 'close' | 'drain', listener: () => void): unknown
}

export type StoryDelivery =
  | { readonly kind: 'sent'; readonly story: Story }
  /** The client disconnected. The provider call is aborted. */
  | { readonly kind: 'left' }
  /** The error was sent as the last event. */
  | { readonly kind: 'failed'; readonly error: JiraiyaError }

export interface SendStoryOptions {
  /** Whose credential the client has; see `errorForUser`. Default 'backend'. */
  readonly credential?: CredentialOwner
  /** Time between two comments, which keep proxies from closing a quiet connection. Default 15000. */
  readonly heartbeatMs?: number
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no'
}

/**
 * Passes a stream on to the client of a backend, event by event, in the format of the service. A slow client slows
 * the provider call, and a client that disconnects aborts it.
 * @throws the error of the stream if nothing has been sent yet, so that the backend can respond with its status
 */
export async function sendStory(
  stream: StoryStream,
  response: StoryResponse,
  { credential = 'backend', heartbeatMs = 15_000 }: SendStoryOptions = {}
): Promise<StoryDelivery> {
  const leave = (): void => stream.abort()
  response.once('close', leave)
  if (response.destroyed) leave()
  const heartbeat = setInterval(() => write(response, ':\n\n'), heartbeatMs)
  try {
    for await (const event of stream) {
      if (!write(response, eventText(event))) await drained(response)
    }
    response.end()
    return { kind: 'sent', story: await stream.finalStory() }
  } catch (error) {
    if (response.destroyed) return { kind: 'left' }
    if (!response.headersSent) throw error
    if (error instanceof JiraiyaError) response.write(errorText(errorForUser(error, credential)))
    response.end()
    if (error instanceof JiraiyaError) return { kind: 'failed', error }
    throw error
  } finally {
    clearInterval(heartbeat)
    response.off('close', leave)
  }
}

/** Returns false if the client is slower than the stream. */
function write(response: StoryResponse, text: string): boolean {
  if (!response.headersSent) response.writeHead(200, headers)
  return response.write(text)
}

/** Resolves when the client has received what was written, or has left. */
function drained(response: StoryResponse): Promise<void> {
  return new Promise(resolve => {
    const settle = (): void => {
      response.off('drain', settle)
      response.off('close', settle)
      resolve()
    }
    response.once('drain', settle)
    response.once('close', settle)
    if (response.destroyed) settle()
  })
}
