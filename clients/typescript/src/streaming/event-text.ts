import type { UserError } from '../error-for-user.js'
import type { StoryEvent } from '../story-events.js'

/** An event as the service sends it (server-sent events, WHATWG HTML, 9.2.6). */
export function eventText({ type, ...data }: StoryEvent): string {
  return messageText(type, data)
}

/** The `error` event, which is the last one of a stream. */
export function errorText(error: UserError): string {
  return messageText('error', error)
}

/** JSON has no line break, so the data is one line. */
function messageText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
