/** An error as a log line may hold it. */
export interface LoggedError {
  readonly type: string
  readonly message?: string
  readonly code?: string
  readonly stack?: readonly string[]
  readonly cause?: LoggedError
}

/**
 * Type, code, stack frames and causes. No further properties, where clients of all kinds like to
 * keep requests, headers and bodies; and no message of a SyntaxError, which quotes what it read.
 */
export function errorForLog(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack = '', cause } = error
  const code: unknown = 'code' in error ? error.code : undefined
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line))
  return {
    type: name,
    ...(!(error instanceof SyntaxError) && { message }),
    ...(typeof code === 'string' && { code }),
    stack: frames.map(frame => frame.trim()),
    ...(cause !== undefined && { cause: errorForLog(cause) })
  }
}
