import type { ErrorKind, ErrorKinds } from '#core/errors/error-kind.js'

export const llmErrors = {
  AI_REFUSED: {
    status: 422,
    category: 'business_logic',
    retryable: false,
    message: 'The language model declined to write this story; other keywords may help'
  },
  AI_SERVICE_ERROR: {
    status: 502,
    category: 'external_service',
    retryable: false,
    message: 'The language model gave no usable answer; try again, or change the request'
  },
  AI_UNAVAILABLE: {
    status: 503,
    category: 'external_service',
    retryable: true,
    message: 'The language model is not available at the moment; try again later'
  },
  AI_TIMEOUT: {
    status: 504,
    category: 'external_service',
    retryable: true,
    message: 'The language model did not answer in time; try again, or ask for a shorter story'
  }
} as const satisfies ErrorKinds

declare module '#core/errors/error-codes.js' {
  interface ErrorCodes extends Record<keyof typeof llmErrors, ErrorKind> {}
}
