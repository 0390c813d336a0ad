import { byId, make } from './elements.js'
import { ConnectionLost, RequestFailed } from './stream-story.js'

/** Advice for the user, by error code. */
const advice = /** @type {Readonly<Record<string, string>>} */ ({
  VALIDATION_ERROR: 'Correct these fields and write again.',
  AUTHENTICATION_ERROR:
    'Check that the credential is complete, and that the right kind is selected: key or token.',
  AUTHORIZATION_ERROR: 'This key or token has no permission to do this. Use another one.',
  CONTENT_REJECTED: 'Try other keywords.',
  AI_REFUSED: 'Try other keywords.',
  BUDGET_EXCEEDED: 'The budget is spent.',
  INTERNAL_ERROR: 'Report the request id below.',
  AI_SERVICE_ERROR: 'Write again, or report the request id below.'
})

/** Shows an error with advice and the ids for a report. */
export class ErrorView {
  #box = byId('error', HTMLDivElement)
  #actions = byId('after-error', HTMLDivElement)
  #retry = byId('retry', HTMLButtonElement)

  /** @param {() => void} onRetry repeats the request */
  constructor(onRetry) {
    this.#retry.addEventListener('click', onRetry)
  }

  clear() {
    this.#box.replaceChildren()
    this.#actions.hidden = true
  }

  /** @param {unknown} error */
  show(error) {
    const lines = error instanceof RequestFailed ? requestError(error) : connectionError(error)
    this.#box.replaceChildren(...lines)
    this.#actions.hidden = !canRetry(error)
  }
}

/** @param {unknown} error */
export function canRetry(error) {
  return error instanceof ConnectionLost || (error instanceof RequestFailed && error.retryable)
}

/** @param {unknown} error */
function connectionError(error) {
  const isConnectionLost = error instanceof ConnectionLost
  const title = isConnectionLost ? error.message : 'This page has a defect.'
  const words = isConnectionLost
    ? '“Try again” uses the same Idempotency-Key: the story is charged at most once.'
    : String(error)
  return [make('h2', { text: title }), make('p', { text: words })]
}

/** @param {RequestFailed} error */
function requestError(error) {
  return [
    make('h2', { text: error.message }),
    ...fieldErrors(error),
    make('p', { text: adviceFor(error) }),
    make(
      'dl',
      {},
      factsOf(error).map(([name, text]) =>
        make('div', {}, [make('dt', { text: name }), make('dd', {}, [make('code', { text })])])
      )
    )
  ]
}

/** @param {RequestFailed} error */
function fieldErrors({ details }) {
  const errors = details['validation_errors']
  if (!Array.isArray(errors)) return []
  const lines = errors.map(({ field, messages }) =>
    make('li', { text: `${field} ${[messages].flat().join('; ')}` })
  )
  return [make('ul', {}, lines)]
}

/** @param {RequestFailed} error */
function adviceFor({ code, retryable, retryAfter, details }) {
  const words = []
  const known = advice[code ?? '']
  if (known !== undefined) words.push(known)
  const resetsAt = Date.parse(details['resetsAt'])
  if (!Number.isNaN(resetsAt)) {
    words.push(`It resets at ${new Date(resetsAt).toLocaleString()}.`)
  }
  if (retryable) words.push(retryAfter ? `Try again in ${retryAfter} s.` : 'Try again.')
  return words.join(' ')
}

/**
 * @param {RequestFailed} error
 * @returns {(readonly [string, string])[]}
 */
function factsOf({ code, status, requestId, retryAfter }) {
  return [
    /** @type {const} */ (['Code', code ? `${code} (${status})` : String(status)]),
    ...(requestId ? [/** @type {const} */ (['Request', requestId])] : []),
    ...(retryAfter ? [/** @type {const} */ (['Retry-After', `${retryAfter} s`])] : [])
  ]
}
