/** A provider sent more than is read of anything. */
export class AnswerTooLarge extends Error {
  readonly code = 'UPSTREAM_ANSWER_TOO_LARGE'

  constructor(what: 'answer' | 'error' | 'line') {
    super(`the provider's ${what} is larger than is read`)
  }
}

/** The connection failed when the response had begun: the provider may charge for it. */
export class AnswerLost extends Error {
  readonly code = 'UPSTREAM_ANSWER_LOST'

  constructor(cause: unknown) {
    super('the connection to the provider failed in the middle of its answer', { cause })
  }
}

/** The body is no answer: an HTML page, nothing at all, JSON that breaks off. */
export class AnswerUnreadable extends Error {
  readonly code = 'UPSTREAM_ANSWER_UNREADABLE'

  constructor() {
    super('the provider’s answer is neither JSON nor a stream of events')
  }
}

/** Nothing came for too long, although the answer had begun. */
export class UpstreamIdle extends Error {
  readonly code = 'UPSTREAM_IDLE'

  constructor() {
    super('the provider sent nothing for too long')
  }
}
