import { errorOfResponse, fieldsOf, type Fields } from './error-of-response.js'
import { EventStreamParser, type StreamMessage } from './event-stream-parser.js'
import type { Story } from './generated/types.gen.js'
import {
  ConnectionError,
  ConnectionTimeoutError,
  UnexpectedResponseError,
  type SentIds
} from './jiraiya-error.js'
import type { AttemptSignal } from './attempt-signal.js'

/** Events of a stream, in this order. Errors are thrown. */
export type StoryEvent =
  /** First event. */
  | {
      readonly type: 'meta'
      readonly storyId: string
      readonly model: string
      readonly requestId: string
    }
  /** The title, one line of plain text. */
  | { readonly type: 'title'; readonly text: string }
  /** The next part of the content. All parts concatenated are the content. */
  | { readonly type: 'delta'; readonly text: string }
  /** The complete, stored story. Last event. */
  | { readonly type: 'done'; readonly story: Story }

/**
 * The events of a response. Leaving the loop or aborting the signal closes the connection.
 * @throws JiraiyaError for an `error` event, an idle timeout, and a stream that ends before `done`
 */
export async function* storyEvents(
  response: Response,
  ids: SentIds,
  attempt: AttemptSignal
): AsyncGenerator<StoryEvent, void, undefined> {
  const parser = new EventStreamParser()
  try {
    for await (const text of textOf(response, ids, attempt)) {
      for (const message of parser.push(text)) {
        const data = parsed(message, response, ids)
        if (message.name === 'error') throw errorOfResponse(response, data, ids, parser.retryMs)
        if (!isStoryEvent(message.name)) continue
        attempt.throwIfCallerAborted()
        yield { ...data, type: message.name } as StoryEvent
        if (message.name === 'done') return
      }
    }
    throw new ConnectionError('The stream ended before the story was complete', ids)
  } finally {
    attempt.close()
  }
}

/** Unknown events are ignored, because a newer service may send them. */
function isStoryEvent(name: string): name is StoryEvent['type'] {
  return ['meta', 'title', 'delta', 'done'].includes(name)
}

function parsed({ data }: StreamMessage, { status }: Response, ids: SentIds): Fields {
  try {
    return fieldsOf(JSON.parse(data))
  } catch {
    throw new UnexpectedResponseError(status, ids)
  }
}

async function* textOf(
  { body }: Response,
  ids: SentIds,
  attempt: AttemptSignal
): AsyncGenerator<string, void, undefined> {
  if (body === null) return
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  // A custom fetch may ignore its signal after the response has started.
  attempt.signal.addEventListener('abort', cancel, { once: true })
  try {
    for (;;) {
      const { done, value } = await attempt.wait(() => reader.read()).catch(cutOff)
      attempt.throwIfCallerAborted()
      if (attempt.timedOut) throw new ConnectionTimeoutError(attempt.timeoutMs, ids)
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    attempt.signal.removeEventListener('abort', cancel)
    cancel()
  }

  function cutOff(cause: unknown): never {
    attempt.throwIfCallerAborted()
    if (attempt.timedOut) throw new ConnectionTimeoutError(attempt.timeoutMs, ids)
    throw new ConnectionError('The connection was lost in the middle of the story', ids, { cause })
  }
}
