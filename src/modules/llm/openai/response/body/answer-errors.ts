/** The body exceeds a limit of answer-limits.ts. */
export class AnswerTooLarge extends Error {
  readonly code = 'UPSTREAM_ANSWER_TOO_LARGE'

  constructor(what: 'answer' | 'error' | 'line') {
    super(`the provider's ${what} is larger than is read`)
  }
}

/** The connection failed after the response had begun, so the provider may charge for it. */
export class AnswerLost extends Error {
  readonly code = 'UPSTREAM_ANSWER_LOST'

  constructor(cause: unknown) {
    super('the connection to the provider failed in the middle of its answer', { cause })
  }
}

/** The body is not an answer: an HTML page, an empty body, incomplete JSON. */
export class AnswerUnreadable extends Error {
  readonly code = 'UPSTREAM_ANSWER_UNREADABLE'

  constructor() {
    super('the provider’s answer is neither JSON nor a stream of events')
  }
}

/** The idle timeout has passed after the answer had begun. */
export class UpstreamIdle extends Error {
  readonly code = 'UPSTREAM_IDLE'

  constructor() {
    super('the provider sent nothing for too long')
  }
}
