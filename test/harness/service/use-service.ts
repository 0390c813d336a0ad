import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { startService, type Service } from './service.js'

export interface ServiceUnderTest {
  readonly url: string
  readonly app: Service['app']
  /** Its faults, statistics and records are reset before every test. */
  readonly simulator: Simulator
}

type SettingTexts = Readonly<Record<string, string>>

/** The service in front of a simulated provider, for all tests of a file. */
export function useService(settings: SettingTexts | (() => SettingTexts) = {}): ServiceUnderTest {
  let simulator: Simulator
  let service: Service
  beforeAll(async () => {
    simulator = await startSimulator()
    service = await startService({
      OPENAI_BASE_URL: simulator.baseUrl,
      ...(typeof settings === 'function' ? settings() : settings)
    })
  })
  afterAll(async () => {
    await service.close()
    await simulator.close()
  })
  beforeEach(() => simulator.reset())
  return {
    get url() {
      return service.url
    },
    get app() {
      return service.app
    },
    get simulator() {
      return simulator
    }
  }
}
