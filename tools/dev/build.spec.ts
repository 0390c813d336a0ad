import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from './build.ts'

/** In the checkout, because a build reads src and writes below its root. */
const folder = relative(process.cwd(), mkdtempSync('.dev-spec-'))
const at = (file: string): string => join(folder, file)

describe('A build', () => {
  beforeAll(() => build(folder))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('compiles sources, copies served files and omits tests', () => {
    expect(existsSync(at('main.js'))).toBe(true)
    expect(existsSync(at('modules/studio/page/index.html'))).toBe(true)
    expect(existsSync(at('app.settings.spec.js'))).toBe(false)
  })

  it('keeps the types of constructor parameters and writes source maps', () => {
    const code = readFileSync(at('core/http/request-observer.js'), 'utf8')
    expect(code).toContain('"design:paramtypes"')
    const map = JSON.parse(readFileSync(at('main.js.map'), 'utf8')) as { sources: string[] }
    expect(map.sources).toEqual(['../src/main.ts'])
  })

  it('starts without metadata that refers to a class before it is loaded', () => {
    const script = `await import('./${folder}/app.setup.js')`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8'
    })
    expect([status, stderr]).toEqual([0, ''])
  })

  it('writes nothing when nothing has changed', async () => {
    const before = statSync(at('main.js')).ino
    expect(await build(folder)).toEqual([])
    expect(statSync(at('main.js')).ino).toBe(before)
  })

  it('restores missing files, and removes those without a source', async () => {
    rmSync(at('main.js'))
    writeFileSync(at('gone.js'), '')
    const record = JSON.parse(readFileSync(at('.built.json'), 'utf8')) as object
    writeFileSync(at('.built.json'), JSON.stringify({ ...record, 'gone.ts': 'a hash' }))

    expect(await build(folder)).toEqual(['main.ts', 'gone.ts'])
    expect([existsSync(at('main.js')), existsSync(at('gone.js'))]).toEqual([true, false])
  })
})
