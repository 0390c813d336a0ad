import { answerWith } from '../answers/model-answer.ts'
import { parseChatRequest, readMessageTexts } from './chat-request.ts'
import {
  completion,
  completionEvents,
  simulatorModel,
  usageOf
} from '../answers/completion-shapes.ts'
import { delayFirstByte, sendBody, sendEvents, type Connection } from '../answers/delivery.ts'
import type { CallFacts, ChosenFaults } from '../faults/fault-selector.ts'
import type { JsonObject } from './json.ts'
import { moderateChat } from './moderations.ts'
import { readPrompt } from '../answers/prompt.ts'
import { refuseByDialect, usageInDialect, type ServerDialect } from '../server-dialect.ts'
import { storyFor } from '../answers/story-for.ts'
import { loadTokenizer } from '../answers/tokens.ts'

export interface ChatSettings {
  readonly seed: number
  /** Infinity: answers at once. */
  readonly charsPerSecond: number
  readonly dialect: ServerDialect
}

/** What fault rules match on. Read leniently: an invalid request can be given a fault too. */
export function chatFacts(body: JsonObject): CallFacts {
  const model = typeof body['model'] === 'string' ? body['model'] : undefined
  const { task, order } = readPrompt(readMessageTexts(body))
  return {
    route: 'chat',
    task,
    ...(order.section === undefined ? {} : { section: order.section }),
    stream: body['stream'] === true,
    body,
    ...(model === undefined ? {} : { model })
  }
}

/** `POST /v1/chat/completions`: reads the prompt, writes or edits, responds with JSON or a stream. */
export async function completeChat(
  body: JsonObject,
  connection: Connection & {
    readonly id: string
    readonly headers: Readonly<Record<string, string>>
  },
  faults: ChosenFaults,
  settings: ChatSettings
): Promise<void> {
  const { charsPerSecond, dialect } = settings
  refuseByDialect(dialect, body)
  const request = parseChatRequest(body)
  const tokenizer = await loadTokenizer()
  const story = storyFor(readPrompt(request.messages), request.messages, faults, settings.seed)
  const answer = answerWith(story, request, faults, tokenizer)
  const promptTokens = tokenizer.countPrompt(request.messages.map(({ text }) => text))
  const usage = faults.has('no-usage')
    ? undefined
    : usageInDialect(dialect, usageOf(promptTokens, answer.tokens))
  const otherModel = faults.of('model')
  const head = {
    id: `chatcmpl-sim-${connection.id}`,
    created: Math.floor(Date.now() / 1_000),
    model: otherModel ? String(otherModel.value ?? 'some-other-model') : simulatorModel
  }
  connection.tally.used(promptTokens, answer.tokens)
  if (request.stream) {
    await delayFirstByte(connection.signal, faults, 0)
    const events = completionEvents(head, answer, usage, {
      includeUsage: request.includeUsage,
      message: dialect.message,
      ...dialect.stream
    })
    const pace = {
      faults,
      charsPerSecond,
      chars: answer.text.length,
      tokensIn: tokensIn(answer.pieces)
    }
    await sendEvents(connection, events, connection.headers, pace)
    return
  }
  // A JSON answer takes as long as the stream would have taken.
  await delayFirstByte(connection.signal, faults, (answer.text.length / charsPerSecond) * 1_000)
  const headers = { ...connection.headers, 'content-type': 'application/json' }
  const moderation = moderateChat(body, request.messages, answer.text)
  const json = { ...completion(head, answer, usage, dialect.message), ...moderation }
  await sendBody(connection, { status: 200, headers, text: JSON.stringify(json) }, faults)
}

/** A token that holds only the first bytes of a character is sent with the next one. */
function tokensIn(pieces: readonly string[]): (events: number) => number {
  const ends = pieces.flatMap((piece, at) => (piece === '' ? [] : [at + 1]))
  // The role comes first, finish reason and usage come last.
  return events => (events < 2 ? 0 : (ends[events - 2] ?? pieces.length))
}
