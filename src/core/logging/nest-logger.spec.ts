import { pino } from 'pino'
import { ApplicationLogger } from './application-logger.js'
import { loggerOptions } from './logger-options.js'
import { NestLogger } from './nest-logger.js'

/** The lines that Nest's logger writes. */
function written(log: (logger: NestLogger) => void): Record<string, unknown>[] {
  const lines: string[] = []
  const options = loggerOptions({ LOG_LEVEL: 'info' }, 'development')
  const root = pino(options, { write: line => lines.push(line) })
  log(new NestLogger(new ApplicationLogger(root), {}))
  return lines.map(line => JSON.parse(line) as Record<string, unknown>)
}

describe('A log line of Nest', () => {
  it('names the component', () => {
    const [line] = written(logger => logger.warn('Said', 'Component'))
    expect(line).toMatchObject({ level: 'warn', context: 'Component', msg: 'Said' })
  })

  it('is left out at info if it belongs to a module or route', () => {
    expect(written(logger => logger.log('Mapped', 'RouterExplorer'))).toEqual([])
  })

  it.each([
    ['authorization', { authorization: 'canary' }],
    ['an api key', { config: { apiKey: 'canary' } }],
    ['keywords', { request: { keywords: ['canary'] } }],
    ['headers', { req: { headers: { cookie: 'canary' } } }],
    ['text of a result', { result: { content: 'canary', title: 'canary' } }],
    ['a prompt', { a: { b: { prompt: 'canary' } } }],
    ['properties of an error', Object.assign(new Error('refused'), { request: 'canary' })]
  ])('has no %s of a logged object', (_, object) => {
    const text = JSON.stringify(written(logger => logger.error(object)))
    expect(text).toMatch(/REDACTED|refused/)
    expect(text).not.toContain('canary')
  })
})
