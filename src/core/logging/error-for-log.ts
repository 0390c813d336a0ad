import { types } from 'node:util'

/** An error as a log line may hold it. */
export interface LoggedError {
  readonly type: string
  readonly message?: string
  readonly code?: string
  readonly stack?: readonly string[]
  readonly cause?: LoggedError
}

/**
 * Type, code, stack frames and causes. Other properties are left out, because many libraries keep
 * requests, headers and bodies there; so are messages that quote data.
 */
export function errorForLog(error: unknown): LoggedError {
  // Errors of Node are not instances of this Error in a test that runs in its own realm.
  if (!(error instanceof Error || types.isNativeError(error))) return { type: typeof error }
  const { name, message, stack = '', cause } = error
  const code: unknown = 'code' in error ? error.code : undefined
  const sayable = sayableMessage(error, code)
  return {
    type: name,
    ...(sayable !== undefined && { message: sayable }),
    ...(typeof code === 'string' && { code }),
    stack: framesOf(stack, message),
    ...(cause !== undefined && { cause: errorForLog(cause) })
  }
}

/** SQLSTATE class 22, data exceptions: `invalid input syntax for type uuid: "what was given"`. */
const dataException = /^22[0-9A-Z]{3}$/

/**
 * The messages of some errors quote data: parsers the text, PostgreSQL the value, fetch an invalid
 * header.
 */
function sayableMessage({ name, message }: Error, code: unknown): string | undefined {
  if (name === 'SyntaxError' || /invalid header value/i.test(message)) return undefined
  if (typeof code === 'string' && dataException.test(code)) return undefined
  // Redis quotes the arguments of a command that it does not know, of AUTH too.
  return message.replace(/,? with args beginning with.*$/s, '')
}

/** A stack begins with the message, of which a line may look like a frame. */
function framesOf(stack: string, message: string): readonly string[] {
  const at = stack.indexOf(message)
  return stack
    .slice(at === -1 ? 0 : at + message.length)
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .map(frame => frame.trim())
}
