import { startRedis } from './redis.ts'
import type { Server } from '../../../tools/stores/server.ts'
import { command, commandHanging } from './ask.ts'

describe('The Redis of the test harness', () => {
  let redis: Server
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  it('responds, with many databases', async () => {
    expect(await command(`${redis.url}/4095`, 'PING')).toBe('PONG')
  })

  it('rejects clients without its password', async () => {
    const url = new URL(redis.url)
    url.password = 'guessed'

    await expect(command(url.href, 'PING')).rejects.toThrow('WRONGPASS')
  })

  it('refuses connections while halted, and is empty on the same port after a restart', async () => {
    await command(redis.url, 'SET', 'key', 'value')
    await redis.halt()
    await expect(command(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED')
    await redis.restart()

    expect(await command(redis.url, 'GET', 'key')).toBeNull()
  })

  it('does not respond while it hangs, and still has its data afterwards', async () => {
    await command(redis.url, 'SET', 'key', 'value')
    await redis.hang()
    await expect(commandHanging(redis.url, 'PING')).rejects.toThrow()
    await redis.resume()

    expect(await command(redis.url, 'GET', 'key')).toBe('value')
  })

  it('restarts after a crash', async () => {
    await redis.crash()
    await redis.restart()

    expect(await command(redis.url, 'PING')).toBe('PONG')
  })
})

it('A stopped Redis of the test harness is deleted', async () => {
  const redis = await startRedis()
  await redis.stop()

  await expect(command(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED')
})
