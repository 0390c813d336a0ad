import { AppError } from '#core/errors/app-error.js'

export interface Rejection {
  readonly reason: 'moderation' | 'prompt_injection' | 'prompt_leak'
  readonly stage: 'input' | 'output'
  /** Names of categories or rules, never the text. */
  readonly categories?: readonly string[]
}

const messages: Readonly<Record<Rejection['reason'], string>> = {
  moderation: 'The content is not allowed for this audience',
  prompt_injection: 'The request reads like instructions to the language model',
  prompt_leak: 'The language model answered with something else than a story'
}

/** A request that must not be written, or a story that must not be delivered. */
export class ContentRejected extends AppError {
  constructor({ reason, stage, categories = [] }: Rejection) {
    super('CONTENT_REJECTED', {
      message: messages[reason],
      details: { reason, stage, categories }
    })
  }
}
