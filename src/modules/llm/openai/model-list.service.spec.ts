import type OpenAI from 'openai'
import type { ModelShutdowns } from '#modules/llm/models/model-shutdowns.js'
import { ModelList } from './model-list.service.js'

const dayMs = 24 * 3600 * 1000

describe('The list of models', () => {
  const shutdowns = { read: vi.fn(), warn: vi.fn() }
  const list = vi.fn()
  let models: ModelList
  beforeEach(() => {
    vi.useFakeTimers()
    for (const mock of [shutdowns.read, shutdowns.warn, list]) mock.mockReset()
    list.mockResolvedValue({ data: [{ id: 'gpt-4o-mini' }] })
    const client = { models: { list } } as unknown as OpenAI
    models = new ModelList(client, shutdowns as unknown as ModelShutdowns)
    models.onApplicationBootstrap()
  })
  afterEach(() => {
    models.onModuleDestroy()
    vi.useRealTimers()
  })

  it('is read every day, and each time models without a future are logged', async () => {
    expect(shutdowns.warn).toHaveBeenCalledTimes(1)
    expect(list).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2.5 * dayMs)
    expect(list).toHaveBeenCalledTimes(3)
    expect(shutdowns.read).toHaveBeenCalledWith([{ id: 'gpt-4o-mini' }])
    expect(shutdowns.warn).toHaveBeenCalledTimes(4)
  })

  it('is read again on the day after a failure', async () => {
    list.mockRejectedValueOnce(new Error('no connection'))
    await vi.advanceTimersByTimeAsync(1.5 * dayMs)
    expect(shutdowns.read).toHaveBeenCalledTimes(1)
    expect(shutdowns.warn).toHaveBeenCalledTimes(3)
  })

  it('may be anything', async () => {
    list.mockResolvedValue({ data: 'none' })
    await models.read(new AbortController().signal)
    expect(shutdowns.read).not.toHaveBeenCalled()
  })

  it('is not read after the end', async () => {
    models.onModuleDestroy()
    await vi.advanceTimersByTimeAsync(2 * dayMs)
    expect(list).not.toHaveBeenCalled()
  })
})
