import { environmentForNpm, environmentForSteps, pathOf } from './environment.mjs'

describe('the environment for npm ci', () => {
  it('keeps of npm only what says where packages come from and that scripts are forbidden', () => {
    const env = environmentForNpm({
      npm_config_cache: 'cache',
      NPM_CONFIG_REGISTRY: 'registry',
      Npm_Config_UserConfig: 'userconfig',
      npm_config_ignore_scripts: 'true',
      npm_config_omit: 'dev',
      NPM_CONFIG_DRY_RUN: 'true',
      npm_execpath: 'npm-cli.js',
      npm_package_name: 'jiraiya',
      HOME: 'home',
      PATH: '/usr/bin'
    })

    expect(env).toEqual({
      npm_config_cache: 'cache',
      NPM_CONFIG_REGISTRY: 'registry',
      Npm_Config_UserConfig: 'userconfig',
      npm_config_ignore_scripts: 'true',
      HOME: 'home',
      PATH: '/usr/bin'
    })
  })

  it('takes the bin folders that npm run has added off PATH, and nothing else', () => {
    const PATH = '/a b/node_modules/.bin:/node_modules/.bin/:/usr/bin:/opt/node_modules/.bin-2'

    expect(environmentForNpm({ PATH }, 'linux').PATH).toBe('/usr/bin:/opt/node_modules/.bin-2')
  })

  it('reads and writes PATH under the spelling that Windows has given it', () => {
    const env = environmentForNpm({ Path: 'C:\\app\\node_modules\\.bin;C:\\tools' }, 'win32')

    expect(env).toEqual({ Path: 'C:\\tools' })
  })
})

describe('the environment for steps', () => {
  it('searches our folders first, each once, and leaves the rest in order', () => {
    const env = environmentForSteps({ PATH: '/usr/bin:/pinned:/bin' }, ['/pinned', '/bins'])

    expect(pathOf(env)).toEqual(['/pinned', '/bins', '/usr/bin', '/bin'])
  })

  it('makes a PATH where there is none', () => {
    expect(environmentForSteps({}, ['/pinned'], 'linux')).toEqual({ PATH: '/pinned' })
  })
})
