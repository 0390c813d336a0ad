import { errorOfAnswer, fieldsOf, type Fields } from './error-of-answer.js'
import { EventStreamParser, type StreamMessage } from './event-stream-parser.js'
import type { Story } from './generated/types.gen.js'
import {
  ConnectionError,
  ConnectionTimeoutError,
  ForeignAnswerError,
  type SentIds
} from './jiraiya-error.js'
import type { Patience } from './patience.js'

/** What is heard of a story while it is written, in this order. What fails is thrown. */
export type StoryEvent =
  /** A story begins. */
  | {
      readonly type: 'meta'
      readonly storyId: string
      readonly model: string
      readonly requestId: string
    }
  /** One line of plain text. */
  | { readonly type: 'title'; readonly text: string }
  /** The next stretch of the content; put together they are the content. */
  | { readonly type: 'delta'; readonly text: string }
  /** The whole story, kept. Nothing comes behind it. */
  | { readonly type: 'done'; readonly story: Story }

/**
 * The events of an answer as they come. Leaving the loop, or aborting, closes the connection.
 * @throws JiraiyaError for an `error` event, for silence, and for a stream that ends before its story
 */
export async function* storyEvents(
  response: Response,
  ids: SentIds,
  patience: Patience
): AsyncGenerator<StoryEvent, void, undefined> {
  const parser = new EventStreamParser()
  try {
    for await (const text of textOf(response, ids, patience)) {
      for (const message of parser.push(text)) {
        const data = parsed(message, response, ids)
        if (message.name === 'error') throw errorOfAnswer(response, data, ids, parser.retryMs)
        if (!isStoryEvent(message.name)) continue
        patience.throwIfCallerLeft()
        yield { ...data, type: message.name } as StoryEvent
        if (message.name === 'done') return
      }
    }
    throw new ConnectionError('The stream ended before the story did', ids)
  } finally {
    patience.close()
  }
}

/** Others may come one day and are passed over. */
function isStoryEvent(name: string): name is StoryEvent['type'] {
  return ['meta', 'title', 'delta', 'done'].includes(name)
}

function parsed({ data }: StreamMessage, { status }: Response, ids: SentIds): Fields {
  try {
    return fieldsOf(JSON.parse(data))
  } catch {
    throw new ForeignAnswerError(status, ids)
  }
}

async function* textOf(
  { body }: Response,
  ids: SentIds,
  patience: Patience
): AsyncGenerator<string, void, undefined> {
  if (body === null) return
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  // A fetch that is not the built-in one may have forgotten its signal by now.
  patience.signal.addEventListener('abort', cancel, { once: true })
  try {
    for (;;) {
      const { done, value } = await patience.wait(() => reader.read()).catch(cutOff)
      patience.throwIfCallerLeft()
      if (patience.isOver) throw new ConnectionTimeoutError(patience.timeoutMs, ids)
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    patience.signal.removeEventListener('abort', cancel)
    cancel()
  }

  function cutOff(cause: unknown): never {
    patience.throwIfCallerLeft()
    if (patience.isOver) throw new ConnectionTimeoutError(patience.timeoutMs, ids)
    throw new ConnectionError('The connection was lost in the middle of the story', ids, { cause })
  }
}
