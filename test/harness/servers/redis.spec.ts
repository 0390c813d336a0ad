import { startRedis } from './redis.ts'
import type { Server } from '../../../tools/stores/server.ts'
import { command } from './ask.ts'

describe('A Redis of our own', () => {
  let redis: Server
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  it('answers, with many databases', async () => {
    expect(await command(`${redis.url}/4095`, 'PING')).toBe('PONG')
  })

  it('lets nobody in without its password', async () => {
    const url = new URL(redis.url)
    url.password = 'guessed'

    await expect(command(url.href, 'PING')).rejects.toThrow('WRONGPASS')
  })

  it('is refused while halted, and empty on the same port after a restart', async () => {
    await command(redis.url, 'SET', 'key', 'value')
    await redis.halt()
    await expect(command(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED')
    await redis.restart()

    expect(await command(redis.url, 'GET', 'key')).toBeNull()
  })

  it('says nothing while it hangs, and knows everything after', async () => {
    await command(redis.url, 'SET', 'key', 'value')
    await redis.hang()
    await expect(command(redis.url, 'PING')).rejects.toThrow()
    await redis.resume()

    expect(await command(redis.url, 'GET', 'key')).toBe('value')
  })

  it('comes back after a crash', async () => {
    await redis.crash()
    await redis.restart()

    expect(await command(redis.url, 'PING')).toBe('PONG')
  })
})

it('A Redis that was stopped is gone', async () => {
  const redis = await startRedis()
  await redis.stop()

  await expect(command(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED')
})
