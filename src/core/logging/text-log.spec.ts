import { pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { loggerOptions } from './logger-options.js'
import { textFormat } from './text-log.js'

function written(log: (logger: pino.Logger) => void): string {
  const format = prettyFactory({ ...textFormat, colorize: false })
  const lines: string[] = []
  const write = (line: string): void => void lines.push(format(line))
  log(pino(loggerOptions({ LOG_LEVEL: 'info' }, 'development'), { write }))
  return lines.join('')
}

describe('The log at a terminal', () => {
  it('has a line for a request: method, path, status and time', () => {
    const request = { action: 'request', method: 'POST', path: '/x', status: 200, durationMs: 12 }
    const text = written(logger => logger.info(request, 'Request'))
    expect(text).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: POST \/x 200 12 ms\n$/)
  })

  it('shows the message and the other fields of any other line', () => {
    const text = written(logger => logger.warn({ action: 'slow', durationMs: 5, limit: 3 }, 'Slow'))
    expect(text).toMatch(/WARN: Slow \(5 ms\)\n {4}limit: 3\n$/)
  })
})
