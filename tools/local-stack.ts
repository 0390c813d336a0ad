import { once } from 'node:events'
import { startServiceProcess, type ServiceProcess } from './service-process.ts'
import { startSimulator } from './simulator/simulator.ts'

/** What a local stack's callers send in X-API-Key. */
export const localKey = 'local-development-key'

/** Settings for a service that only this machine can reach, on a port that the system chooses. */
export const localSettings = {
  HOST: '127.0.0.1',
  PORT: '0',
  API_KEYS: localKey,
  JWT_SECRET: 'local-development-secret-change-me'
} as const

export interface LocalStack {
  readonly service: ServiceProcess
  /** What stands behind the service, in words. */
  readonly provider: string
  stop(): Promise<void>
}

/** The service as a process of its own; behind it the real provider if a key is set, else the simulator. */
export async function startLocalStack(
  settings: Readonly<Record<string, string>> = {}
): Promise<LocalStack> {
  const provider = await localProvider()
  try {
    const service = await startServiceProcess({
      ...localSettings,
      ...provider.settings,
      ...settings
    })
    return {
      service,
      provider: provider.words,
      stop: async () => {
        await service.stop()
        await provider.stop()
      }
    }
  } catch (error) {
    await provider.stop()
    throw error
  }
}

export interface Provider {
  readonly words: string
  /** For the service. */
  readonly settings: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** The real provider if a key is set, else the simulator, started here. */
export async function localProvider(): Promise<Provider> {
  return realProvider() ?? simulatedProvider()
}

/** The provider's settings as this shell has them, when it has a key. */
function realProvider(): Provider | undefined {
  if (!process.env['OPENAI_API_KEY']) return undefined
  const given = Object.entries(process.env).filter(([name]) => name.startsWith('OPENAI_'))
  return {
    words: process.env['OPENAI_BASE_URL'] ?? 'OpenAI',
    settings: Object.fromEntries(given.map(([name, value]) => [name, value ?? ''])),
    stop: async () => undefined
  }
}

async function simulatedProvider(): Promise<Provider> {
  const simulator = await startSimulator()
  return {
    words: 'the simulator, which writes from a grammar and costs nothing',
    settings: { OPENAI_BASE_URL: simulator.baseUrl, OPENAI_API_KEY: 'simulator' },
    stop: () => simulator.close()
  }
}

/** Resolves when the person at the terminal has had enough. */
export async function interrupted(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
