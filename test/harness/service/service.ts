import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { createApp } from '../../../src/app.setup.js'
import { parseSettings } from '../../../src/app.settings.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { CanaryWatch, watchCanaries } from '../assertions/leak-detector.js'
import { testKey, testModel, testProviderKey, testSecret } from '../fixtures/requests.js'
import { distantLimits } from './settings.js'
import { createTestDatabase, type TestDatabase } from './stores.js'
import { watchContract } from '../assertions/watch-contract.js'

export interface Service {
  readonly url: string
  readonly app: NestFastifyApplication
  readonly canaries: CanaryWatch
  close(): Promise<void>
}

/**
 * The service in this process, booted as main.ts boots it, on a port of its own and with a database
 * of its own, unless the settings name one. Closing it throws when any of its answers was not as the
 * OpenAPI document says, or when a secret, a keyword or a story got into log, metrics or errors.
 *
 * @param onLogLine gets every log line as it is written
 */
export async function startService(
  settings: Readonly<Record<string, string>> = {},
  onLogLine?: (line: string) => void
): Promise<Service> {
  const database = 'DATABASE_URL' in settings ? undefined : await createTestDatabase()
  try {
    return await startWith(
      { ...(database && { DATABASE_URL: database.url }), ...settings },
      database,
      onLogLine
    )
  } catch (error) {
    await database?.drop()
    throw error
  }
}

const serviceSettings = {
  ...distantLimits,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'trace',
  API_KEYS: testKey,
  JWT_SECRET: testSecret,
  OPENAI_API_KEY: testProviderKey,
  OPENAI_MODEL: testModel,
  // All tests call from one address, so the per-IP limits are high.
  FLOOD_LIMIT_PER_MINUTE: '1000000',
  LOGIN_FAILURES_PER_MINUTE: '1000000',
  // All tests call for one owner, often for the same story.
  RATE_LIMIT_PER_MINUTE: '1000000',
  RATE_LIMIT_PER_HOUR: '1000000',
  RATE_LIMIT_KEY_PER_MINUTE: '1000000',
  RATE_LIMIT_KEY_PER_HOUR: '1000000',
  RATE_LIMIT_READ_PER_MINUTE: '1000000',
  CACHE_TTL: '0',
  // Jobs run only where a test is about them.
  WORKER_INLINE: 'false'
}

async function startWith(
  settings: Readonly<Record<string, string>>,
  database: TestDatabase | undefined,
  onLogLine: (line: string) => void = () => undefined
): Promise<Service> {
  const isStrict = 'ENVIRONMENT' in settings && settings['ENVIRONMENT'] !== 'development'
  const all = { ...serviceSettings, ...(isStrict && { LOG_LEVEL: 'info' }), ...settings }
  const canaries = new CanaryWatch(all)
  const write = (line: string): void => {
    canaries.write(line)
    onLogLine(line)
  }
  const app = await createApp(parseSettings(all), { logTo: { write } })
  const expectAsDocumented = await watchContract(app)
  watchCanaries(app, canaries)
  await app.listen(0, '127.0.0.1')
  const server: Server = app.getHttpServer()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  app.get(Lifecycle).started(url)
  return {
    url,
    app,
    canaries,
    close: async () => {
      const metrics = await app.inject('/metrics')
      if (metrics.statusCode === 200) canaries.metrics(metrics.payload)
      server.closeAllConnections()
      await app.close()
      await database?.drop()
      expectAsDocumented()
      canaries.end()
    }
  }
}
