import { processEnvironment } from './parse-settings.js'

describe('The environment of the process', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('has proxies by the names in lower case too, if the others are missing', () => {
    vi.stubEnv('https_proxy', 'http://lower.example')
    vi.stubEnv('no_proxy', 'lower.example')
    vi.stubEnv('NO_PROXY', 'upper.example')
    const { HTTPS_PROXY, NO_PROXY } = processEnvironment()
    expect([HTTPS_PROXY, NO_PROXY]).toEqual(['http://lower.example', 'upper.example'])
  })
})
