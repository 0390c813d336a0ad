import { pino } from 'pino'
import { runInContext } from '#core/context/request-context.js'
import type { LoggedError } from './error-for-log.js'
import { loggerOptions } from './logger-options.js'

/** The lines that a logger with our options writes. */
function written(log: (logger: pino.Logger) => void): Record<string, unknown>[] {
  const lines: string[] = []
  log(
    pino(loggerOptions({ LOG_LEVEL: 'debug' }, 'development'), {
      write: line => lines.push(line)
    })
  )
  return lines.map(line => JSON.parse(line) as Record<string, unknown>)
}

describe('A log line', () => {
  it('is JSON with level by name, time, service and environment', () => {
    const [line] = written(logger => logger.info({ action: 'x' }, 'Said'))
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      service: 'jiraiya',
      environment: 'development',
      action: 'x',
      msg: 'Said'
    })
  })

  it('carries the ids of the request that it belongs to', async () => {
    const context = {
      requestId: 'request-1',
      correlationId: 'correlation-1',
      method: 'POST',
      path: '/x',
      pathPrefix: '',
      address: '192.0.2.1',
      startedAtMs: 0,
      signal: new AbortController().signal,
      abort: () => undefined,
      userId: 'key:dashboard'
    }
    const [line] = written(logger => runInContext(context, () => logger.info('inside')))
    expect(line).toMatchObject({
      requestId: 'request-1',
      correlationId: 'correlation-1',
      userId: 'key:dashboard',
      method: 'POST',
      path: '/x'
    })
  })
})

describe('A logged error', () => {
  it('has type, message, code, frames and causes, and nothing else', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const error = Object.assign(new TypeError('broken', { cause }), { request: 'canary' })
    const [line] = written(logger => logger.error({ err: error }))
    expect(line?.['err']).toEqual({
      type: 'TypeError',
      message: 'broken',
      stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
      cause: {
        type: 'Error',
        message: 'refused',
        code: 'ECONNREFUSED',
        stack: expect.any(Array)
      }
    })
  })

  it('never quotes the text that could not be parsed', () => {
    const text = JSON.stringify(
      written(logger => {
        try {
          JSON.parse('canary')
        } catch (error) {
          logger.error({ err: error }, 'Failed')
        }
      })
    )
    expect(text).toContain('SyntaxError')
    expect(text).not.toContain('canary')
  })

  it.each<[string, Error]>([
    [
      'a value that PostgreSQL could not parse',
      Object.assign(new Error('invalid input syntax for type uuid: "canary"'), { code: '22P02' })
    ],
    [
      'the arguments of a command that Redis does not know',
      new Error("ERR unknown command 'AUTH', with args beginning with: 'canary' ")
    ],
    [
      'a header that cannot be sent',
      new TypeError('Headers.append: "Bearer canary" is an invalid header value.')
    ],
    [
      'a line of a message that looks like a stack frame',
      new Error('broken\n    at canary (x.js:1:1)')
    ]
  ])('never quotes %s', (_, error) => {
    const [line] = written(logger => logger.error({ err: error }, 'Failed'))
    const { message, ...rest } = (line ?? {})['err'] as LoggedError
    expect(rest.stack?.[0]).toMatch(/^at /)
    expect(JSON.stringify(rest)).not.toContain('canary')
    expect(message?.split('\n', 1)[0] ?? '').not.toContain('canary')
  })

  it('keeps its stack frames when its message was changed', () => {
    const error = new Error('before')
    error.message = 'after'
    const [line] = written(logger => logger.error({ err: error }))
    expect(line?.['err']).toMatchObject({ stack: expect.arrayContaining([expect.any(String)]) })
  })

  it('may be any thrown value', () => {
    const [line] = written(logger => logger.error({ err: 'canary' }))
    expect(line?.['err']).toEqual({ type: 'string' })
  })
})
