import { Dropped, Refused } from './ask.js'
import { byId, make } from './elements.js'

/** What the person can do about it, by code. */
const advice = /** @type {Readonly<Record<string, string>>} */ ({
  VALIDATION_ERROR: 'Change what is named and write again.',
  AUTHENTICATION_ERROR: 'Look whether all of it was pasted, and whether it is a key or a token.',
  AUTHORIZATION_ERROR: 'This key or token may not do that. Use another.',
  CONTENT_REJECTED: 'Try other keywords.',
  AI_REFUSED: 'Try other keywords.',
  BUDGET_EXCEEDED: 'There is no more money in it for now.',
  INTERNAL_ERROR: 'Report the request below.',
  AI_SERVICE_ERROR: 'Write again, or report the request below.'
})

/** Says in words what went wrong, and to whom to name it. */
export class ErrorView {
  #box = byId('error', HTMLDivElement)
  #actions = byId('after-error', HTMLDivElement)
  #retry = byId('retry', HTMLButtonElement)

  /** @param {() => void} onRetry the same again */
  constructor(onRetry) {
    this.#retry.addEventListener('click', onRetry)
  }

  clear() {
    this.#box.replaceChildren()
    this.#actions.hidden = true
  }

  /** @param {unknown} error */
  show(error) {
    const lines = error instanceof Refused ? refusal(error) : breakdown(error)
    this.#box.replaceChildren(...lines)
    this.#actions.hidden = !canRetry(error)
  }
}

/** @param {unknown} error */
export function canRetry(error) {
  return error instanceof Dropped || (error instanceof Refused && error.retryable)
}

/** @param {unknown} error */
function breakdown(error) {
  const isDropped = error instanceof Dropped
  const title = isDropped ? error.message : 'This page made a mistake.'
  const words = isDropped
    ? 'Try again asks for the same with the same Idempotency-Key: it is charged once at most.'
    : String(error)
  return [make('h2', { text: title }), make('p', { text: words })]
}

/** @param {Refused} error */
function refusal(error) {
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

/** @param {Refused} error */
function fieldErrors({ details }) {
  const errors = details['validation_errors']
  if (!Array.isArray(errors)) return []
  const lines = errors.map(({ field, messages }) =>
    make('li', { text: `${field}: ${[messages].flat().join('; ')}` })
  )
  return [make('ul', {}, lines)]
}

/** @param {Refused} error */
function adviceFor({ code, retryable, retryAfter, details }) {
  const words = []
  const known = advice[code ?? '']
  if (known !== undefined) words.push(known)
  const resetsAt = Date.parse(details['resetsAt'])
  if (!Number.isNaN(resetsAt)) {
    words.push(`It goes on at ${new Date(resetsAt).toLocaleString()}.`)
  }
  if (retryable) words.push(retryAfter ? `Try again in ${retryAfter} s.` : 'Try again.')
  return words.join(' ')
}

/**
 * @param {Refused} error
 * @returns {(readonly [string, string])[]}
 */
function factsOf({ code, status, requestId, retryAfter }) {
  return [
    /** @type {const} */ (['Code', code ? `${code} (${status})` : String(status)]),
    ...(requestId ? [/** @type {const} */ (['Request', requestId])] : []),
    ...(retryAfter ? [/** @type {const} */ (['Retry-After', `${retryAfter} s`])] : [])
  ]
}
