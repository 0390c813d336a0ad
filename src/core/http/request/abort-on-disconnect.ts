import type { ServerResponse } from 'node:http'
import { ClientDisconnected } from '#core/context/client-disconnected.js'

/**
 * The controller of a request's signal, which aborts when the client disconnects. Calls of
 * the provider get this signal, or one that follows it.
 */
export function abortOnDisconnect(response: ServerResponse): AbortController {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new ClientDisconnected())
  })
  return controller
}
