import type { PinoLogger } from 'nestjs-pino'
import type { LlmSettings } from '#modules/llm/llm.config.js'
import type { LlmMetrics } from '#modules/llm/llm.metrics.js'
import { ModelShutdowns } from './model-shutdowns.js'

function shutdownsOf(...models: readonly string[]) {
  const [OPENAI_MODEL, ...OPENAI_FALLBACK_MODELS] = models
  const set = vi.fn()
  const warn = vi.fn()
  const shutdowns = new ModelShutdowns(
    { OPENAI_MODEL, OPENAI_FALLBACK_MODELS } as unknown as LlmSettings,
    { modelShutdown: { set } } as unknown as LlmMetrics,
    { warn } as unknown as PinoLogger
  )
  return { shutdowns, set, warn }
}

describe('The shutdown dates of the configured models', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-30T12:00:00Z') }))
  afterEach(() => vi.useRealTimers())

  it('are those of the table, as metric and as note', () => {
    const { shutdowns, set } = shutdownsOf('gpt-4o-mini', 'gpt-6-luna', 'gpt-3.5-turbo', 'local')
    expect(shutdowns.notes).toEqual([
      'gpt-4o-mini: shutdown 2027-01-14',
      'gpt-3.5-turbo: shutdown 2026-10-23'
    ])
    expect(set.mock.calls).toEqual([
      [{ model: 'gpt-4o-mini' }, Date.parse('2027-01-14') / 1000],
      [{ model: 'gpt-3.5-turbo' }, Date.parse('2026-10-23') / 1000]
    ])
  })

  it('are logged for models that end within 60 days or have ended', () => {
    const { shutdowns, warn } = shutdownsOf('gpt-4o-mini', 'gpt-4.1', 'gpt-3.5-turbo')
    shutdowns.read([{ id: 'gpt-4.1', shutdown_date: '2027-01-30' }])
    shutdowns.warn()
    expect(warn.mock.calls.map(([{ model, daysLeft }]) => [model, daysLeft])).toEqual([
      ['gpt-4o-mini', 44],
      ['gpt-3.5-turbo', -39]
    ])
  })

  it('are replaced by those that the server reports', () => {
    const { shutdowns, set } = shutdownsOf('gpt-4o-mini', 'local')
    shutdowns.read([
      { id: 'gpt-4o-mini', shutdown_date: '2027-02-01' },
      { id: 'local', shutdown_date: '2027-03-01T00:00:00Z' },
      { id: 'another', shutdown_date: '2027-03-01' }
    ])
    expect(shutdowns.notes).toEqual([
      'gpt-4o-mini: shutdown 2027-02-01',
      'local: shutdown 2027-03-01'
    ])
    expect(set).toHaveBeenLastCalledWith({ model: 'local' }, Date.parse('2027-03-01') / 1000)
  })

  it.each([null, 7, '', 'soon', '2027-13-01', '0'.repeat(100_000), {}])(
    'are not changed by the value %j',
    value => {
      const { shutdowns } = shutdownsOf('gpt-4o-mini')
      shutdowns.read([null, 7, 'gpt-4o-mini', { id: 'gpt-4o-mini', shutdown_date: value }])
      expect(shutdowns.notes).toEqual(['gpt-4o-mini: shutdown 2027-01-14'])
    }
  )
})
