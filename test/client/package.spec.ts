import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { openBrowser } from '../harness/service/browser.js'
import { testKey } from '../harness/fixtures/requests.js'
import { userToken } from '../harness/fixtures/tokens.js'
import { useService } from '../harness/service/use-service.js'

const run = promisify(execFile)
const source = resolve('clients/typescript')
const packagePath = 'node_modules/@kuybi/jiraiya-client'

let folder: string
let listing: readonly string[]

/** A web server for the installed package, so that a page can import its files. */
const site = createServer((request, response) => {
  const isPage = request.url === '/'
  response.setHeader('Content-Type', isPage ? 'text/html' : 'text/javascript')
  if (isPage) response.end('<title>A page</title>')
  else
    void readFile(join(folder, packagePath, request.url ?? '')).then(
      code => response.end(code),
      () => response.writeHead(404).end()
    )
})
const originOf = (): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}`
beforeAll(async () => {
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
})
afterAll(async () => {
  site.closeAllConnections()
  site.close()
  await once(site, 'close')
})
const service = useService(() => ({ CORS_ORIGINS: originOf() }))

/** The package is packed as for a release, and unpacked into an empty folder. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'))
  const isWindows = process.platform === 'win32'
  await run('npm', ['pack', '--offline', '--pack-destination', folder], {
    cwd: source,
    shell: isWindows,
    env: { ...process.env, npm_config_cache: join(folder, 'npm-cache') }
  })
  const { version } = await manifest(source)
  const file = join(folder, `kuybi-jiraiya-client-${version}.tgz`)
  const home = join(folder, packagePath)
  await mkdir(home, { recursive: true })
  await run('tar', ['-xzf', file, '--strip-components=1', '-C', home])
  listing = (await run('tar', ['-tzf', file])).stdout.trim().split('\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Manifest {
  readonly version: string
  readonly dependencies?: object
}

async function manifest(at: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(at, 'package.json'), 'utf8')) as Manifest
}

describe('The package', () => {
  it('contains compiled files, README, licence and manifest, and nothing else', () => {
    const rest = listing.filter(path => !/^package\/dist\/.+(?<!\.spec)\.(js|d\.ts)$/.test(path))
    expect(rest.toSorted()).toEqual([
      'package/LICENSE.md',
      'package/README.md',
      'package/bin/verify.mjs',
      'package/dist/cjs/package.json',
      'package/dist/esm/package.json',
      'package/nestjs/package.json',
      'package/package.json'
    ])
    const [esm, cjs] = ['esm', 'cjs'].map(name =>
      listing.flatMap(path => path.split(`package/dist/${name}/`).slice(1))
    )
    expect(esm?.toSorted()).toEqual(cjs?.toSorted())
    expect(esm).toContain('index.js')
  })

  it('has no dependencies, and has the version of the service', async () => {
    const own = await manifest(source)
    expect(own.dependencies).toBeUndefined()
    expect(own.version).toBe((await manifest('.')).version)
  })

  it('can be imported by plain Node without other packages, and returns a story', async () => {
    const script = `
      import { JiraiyaClient, NotFoundError } from '@kuybi/jiraiya-client'
      const jiraiya = new JiraiyaClient({ baseUrl: process.argv[2], apiKey: process.argv[3] })
      const { keywordsUsed } = await jiraiya.createStory({ keywords: ['fox'], genre: 'fairy tale' })
      let text = ''
      for await (const event of jiraiya.streamStory({ keywords: ['owl'], genre: 'fairy tale' })) {
        if (event.type === 'delta') text += event.text
      }
      const missing = await jiraiya.readStory(crypto.randomUUID()).catch(error => error)
      console.log(JSON.stringify([keywordsUsed, text.includes('owl'), missing instanceof NotFoundError]))`
    await writeFile(join(folder, 'script.mjs'), script)
    const { stdout } = await run(process.execPath, ['script.mjs', service.url, testKey], {
      cwd: folder
    })
    expect(JSON.parse(stdout)).toEqual([['fox'], true, true])
  })

  it('can be imported by a page of another origin without a bundler, and aborts a story there', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20, skip: 1 }])
    const browser = await openBrowser()
    try {
      const page = await browser.newPage()
      await page.goto(originOf())
      const received = await page.evaluate(`(async () => {
        const { JiraiyaClient, ValidationError } = await import('/dist/esm/index.js')
        const options = { baseUrl: '${service.url}', token: () => '${userToken()}' }
        const jiraiya = new JiraiyaClient(options)
        const order = { keywords: ['fox'], genre: 'fairy tale' }
        const story = await jiraiya.createStory(order)
        for await (const { type } of jiraiya.streamStory(order)) if (type === 'delta') break
        const refused = await jiraiya.createStory({ ...order, genre: '' }).catch(error => error)
        return [story.keywordsUsed, refused instanceof ValidationError, refused.requestId !== '']
      })()`)
      expect(received).toEqual([['fox'], true, true])
      expect((await service.simulator.waitFor(({ aborted }) => aborted === 1)).completed).toBe(1)
    } finally {
      await browser.close()
    }
  })

  it('has a command that verifies a certificate with the public keys and no service', async () => {
    const headers = { 'X-API-Key': testKey, 'Content-Type': 'application/json' }
    const body = JSON.stringify({ keywords: ['fox'], genre: 'fairy tale' })
    const stories = `${service.url}/api/v1/stories`
    const story = await fetch(stories, { method: 'POST', headers, body }).then(read => read.text())
    const certificate = `${stories}/${JSON.parse(story).data.id}/certificate`
    const files = {
      'story.json': story,
      'changed.json': story.replace('"content":"', '"content":"So '),
      'certificate.json': await fetch(certificate, { headers }).then(read => read.text()),
      'keys.json': await fetch(`${service.url}/.well-known/jwks.json`).then(read => read.text())
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const verify = async (...names: readonly string[]): Promise<readonly unknown[]> => {
      const command = [join(packagePath, 'bin/verify.mjs'), '--keys', ...names]
      const { code, stdout } = await run(process.execPath, command, { cwd: folder }).then(
        ended => ({ ...ended, code: 0 }),
        (error: { readonly code: number; readonly stdout: string }) => error
      )
      return [code, stdout === '' ? undefined : JSON.parse(stdout).valid]
    }
    expect(await verify('keys.json', 'certificate.json', 'story.json')).toEqual([0, true])
    expect(await verify('keys.json', 'certificate.json', 'changed.json')).toEqual([1, false])
    expect(await verify('none.json', 'certificate.json', 'story.json')).toEqual([2, undefined])
    const published = `${service.url}/.well-known/jwks.json`
    expect(await verify(published, 'certificate.json', 'story.json')).toEqual([0, true])
  })

  it('can be required by CommonJS', async () => {
    const script = `
      const path = require.resolve('@kuybi/jiraiya-client')
      console.log(path.includes('cjs'), typeof require(path).JiraiyaClient)`
    const { stdout } = await run(process.execPath, ['--eval', script], { cwd: folder })
    expect(stdout).toBe('true function\n')
  })
})

describe('The README of the package', () => {
  beforeAll(async () => {
    for (const name of ['@nestjs', 'rxjs', 'reflect-metadata']) {
      await symlink(resolve('node_modules', name), join(folder, 'node_modules', name), 'junction')
    }
  })

  it.each<[string, (code: string) => boolean, boolean]>([
    ['pages', code => !code.includes('@nestjs/'), false],
    // The declarations of Nest are not checked, because they need the types of Node.
    ['backends', code => code.includes('@nestjs/'), true]
  ])(
    'contains examples for %s that compile',
    async (name, isMeant, skipLibCheck) => {
      const page = await readFile(join(source, 'README.md'), 'utf8')
      const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
      const home = join(folder, name)
      await mkdir(home)
      const files: string[] = []
      for (const code of examples.filter(isMeant)) {
        const file = `example-${files.length}.ts`
        await writeFile(join(home, file), code)
        files.push(file)
      }
      expect(files.length).toBeGreaterThan(1)
      expect(await compile(home, files, skipLibCheck)).toBe('')
    },
    120_000
  )
})

/** Compiler messages for files in a folder below the package and the dependencies of Nest. */
async function compile(
  home: string,
  files: readonly string[],
  skipLibCheck: boolean
): Promise<string> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    experimentalDecorators: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    skipLibCheck
  }
  await writeFile(join(home, 'package.json'), '{ "type": "module" }')
  await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  const compiler = resolve('node_modules/@jiraiya/typescript/bin/tsc')
  return run(process.execPath, [compiler, '--project', home]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { readonly stdout: string }) => stdout
  )
}
