import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { testKey } from '../harness/requests.js'
import { useService } from '../harness/use-service.js'

const run = promisify(execFile)
const service = useService()
const source = resolve('clients/typescript')

let folder: string
let listing: readonly string[]

/** Packed as it stands, and unpacked where there is nothing else. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'))
  const isWindows = process.platform === 'win32'
  await run('npm', ['pack', '--offline', '--pack-destination', folder], {
    cwd: source,
    shell: isWindows
  })
  const { version } = await manifest(source)
  const file = join(folder, `kuybi-jiraiya-client-${version}.tgz`)
  const home = join(folder, 'node_modules/@kuybi/jiraiya-client')
  await mkdir(home, { recursive: true })
  await run('tar', ['-xzf', file, '--strip-components=1', '-C', home])
  listing = (await run('tar', ['-tzf', file])).stdout.trim().split('\n')
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Manifest {
  readonly version: string
  readonly dependencies?: object
}

async function manifest(at: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(at, 'package.json'), 'utf8')) as Manifest
}

describe('The package', () => {
  it('holds what was compiled, its page and its manifest, and nothing else', () => {
    const rest = listing.filter(path => !/^package\/dist\/.+(?<!\.spec)\.(js|d\.ts)$/.test(path))
    expect(rest.toSorted()).toEqual(['package/README.md', 'package/package.json'])
    expect(listing).toContain('package/dist/index.js')
  })

  it('needs no other package, and goes by the version of the service', async () => {
    const own = await manifest(source)
    expect(own.dependencies).toBeUndefined()
    expect(own.version).toBe((await manifest('.')).version)
  })

  it('is imported by plain Node, beside no other package, and gets a story', async () => {
    const script = `
      import { JiraiyaClient, NotFoundError } from '@kuybi/jiraiya-client'
      const jiraiya = new JiraiyaClient({ baseUrl: process.argv[2], apiKey: process.argv[3] })
      const { keywordsUsed } = await jiraiya.createStory({ keywords: ['fox'], genre: 'fairy tale' })
      let heard = ''
      for await (const event of jiraiya.streamStory({ keywords: ['owl'], genre: 'fairy tale' })) {
        if (event.type === 'delta') heard += event.text
      }
      const lost = await jiraiya.readStory(crypto.randomUUID()).catch(error => error)
      console.log(JSON.stringify([keywordsUsed, heard.includes('owl'), lost instanceof NotFoundError]))`
    await writeFile(join(folder, 'script.mjs'), script)
    const { stdout } = await run(process.execPath, ['script.mjs', service.url, testKey], {
      cwd: folder
    })
    expect(JSON.parse(stdout)).toEqual([['fox'], true, true])
  })

  it('is required by CommonJS', async () => {
    const script = `console.log(typeof require('@kuybi/jiraiya-client').JiraiyaClient)`
    const { stdout } = await run(process.execPath, ['--eval', script], { cwd: folder })
    expect(stdout).toBe('function\n')
  })

  it('compiles in the examples of its page, as a page and a backend would', async () => {
    const page = await readFile(join(source, 'README.md'), 'utf8')
    const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
    expect(examples.length).toBeGreaterThan(3)
    const files = examples.map((_, index) => `example-${index}.ts`)
    for (const [index, code] of examples.entries()) {
      await writeFile(join(folder, `example-${index}.ts`), code)
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    for (const name of ['@nestjs', 'rxjs', 'reflect-metadata']) {
      const lent = resolve('node_modules', name)
      await symlink(lent, join(folder, 'node_modules', name), 'junction')
    }
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, experimentalDecorators: true },
      ...{ module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'], types: [] }
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const compiler = resolve('node_modules/typescript/bin/tsc')
    const said = await run(process.execPath, [compiler, '--project', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }: { readonly stdout: string }) => stdout
    )
    expect(said).toBe('')
  }, 120_000)
})
