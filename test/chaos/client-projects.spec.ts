import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { testKey } from '../harness/fixtures/requests.js'
import { useService } from '../harness/service/use-service.js'

const run = promisify(execFile)
const service = useService()
/** Its packages are installed by the set `chaos` of tools/bootstrap.mjs. */
const project = resolve('test/projects/kuybi-backend')
const packageName = '@kuybi/jiraiya-client'

let folder: string
const home = join(project, 'node_modules', packageName)

/** The client is packed as for a release, and unpacked where npm would install it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-project-'))
  await run('npm', ['pack', '--offline', '--pack-destination', folder], {
    cwd: resolve('clients/typescript'),
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_cache: join(folder, 'npm-cache') }
  })
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  await rm(home, { recursive: true, force: true })
  await mkdir(home, { recursive: true })
  const file = join(folder, `kuybi-jiraiya-client-${version}.tgz`)
  await run('tar', ['-xzf', file, '--strip-components=1', '-C', home])
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await rm(home, { recursive: true, force: true })
})

/** What a program of the project prints, or fails with. */
async function output(script: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, JIRAIYA_URL: service.url, JIRAIYA_API_KEY: testKey }
  // Jest reports on standard error.
  return run(process.execPath, [join('node_modules', script), ...args], { cwd: project, env }).then(
    ({ stdout, stderr }) => stdout + stderr,
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => stdout + stderr
  )
}

describe("The packed client in a project with the settings of Kuybi's backend", () => {
  it('compiles with TypeScript 5.3 and CommonJS', async () => {
    expect(await output('typescript/bin/tsc', ['--noEmit', '--incremental', 'false'])).toBe('')
  })

  it.each([
    ['node10', ['--module', 'commonjs', '--moduleResolution', 'node10']],
    ['node16', ['--module', 'node16', '--moduleResolution', 'node16']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']]
  ])('compiles in strict mode with the resolution %s', async (_, options) => {
    const strict = ['--noEmit', '--incremental', 'false', '--strict', '--strictNullChecks', 'true']
    expect(await output('typescript/bin/tsc', [...strict, ...options])).toBe('')
  })

  it('runs under Jest 29, in NestJS 11 on Express, and streams a story', async () => {
    const printed = await output('jest/bin/jest.js', ['--no-cache', '--runInBand'])
    expect(printed).toContain('Tests:       4 passed, 4 total')
  })
})

describe('The packed client in a page that Vite builds', () => {
  it('is bundled without a warning, without Node and without NestJS', async () => {
    const page = `import { JiraiyaClient } from '${packageName}'\nglobalThis.jiraiya = JiraiyaClient\n`
    const warnings: string[] = []
    const built = await build({
      root: project,
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        rollupOptions: { input: 'page', onwarn: ({ message }) => warnings.push(message) }
      },
      plugins: [
        {
          name: 'page',
          resolveId: name => (name === 'page' ? join(project, 'page.js') : undefined),
          load: path => (path === join(project, 'page.js') ? page : undefined)
        }
      ]
    })
    const chunks = [built].flat().flatMap(result => ('output' in result ? result.output : []))
    const code = chunks.map(chunk => ('code' in chunk ? chunk.code : '')).join('\n')
    expect(warnings).toEqual([])
    expect(code).not.toMatch(/\brequire\(|@nestjs|^import /m)
    expect(code).toContain('InvalidOptionsError')
  })
})
