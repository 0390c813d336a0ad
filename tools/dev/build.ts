import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `npm run build`: SWC compiles src to dist, file by file, with the options of .swcrc; other files are
 * copied. Types are not checked here but by `npm run check`. Unchanged files are left alone. Each file
 * is replaced by a rename, so that a process that runs from the folder never reads a part of one.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, 'src')
const notBuilt = /\.(spec|fixture|d)\.ts$|(^|[\\/])(tsconfig\.json$|__snapshots__)/

/** Path and content hash of each source file that was built. */
type Built = Readonly<{ [file: string]: string }>

/** Brings the folder up to date. Resolves with the source files that have changed. */
export async function build(folder = 'dist'): Promise<readonly string[]> {
  const out = join(root, folder)
  const recordFile = join(out, '.built.json')
  const before = await readRecord(recordFile)
  const now = await sources(await compilerHash())
  const changed = Object.keys(now).filter(
    file => now[file] !== before[file] || !existsSync(join(out, target(file)))
  )
  const gone = Object.keys(before).filter(file => !(file in now))
  if (changed.length + gone.length === 0) return []

  await Promise.all(gone.flatMap(file => ['', '.map'].map(end => remove(out, target(file) + end))))
  // Loaded only when there is something to compile.
  const { transformFile } = await import('@swc/core')
  const options = { cwd: root, sourceMaps: true }
  await Promise.all(changed.map(file => place(file)))
  if (folder !== 'dist') await replace(join(out, 'package.json'), await ownScope())
  await replace(recordFile, JSON.stringify(now))
  return [...changed, ...gone]

  async function place(file: string): Promise<void> {
    const [from, to] = [join(source, file), join(out, target(file))]
    if (!file.endsWith('.ts')) return replace(to, await readFile(from))
    const sourceFileName = relative(dirname(to), from).replaceAll('\\', '/')
    const { code, map = '' } = await transformFile(from, { ...options, sourceFileName })
    const name = `${to.slice(to.lastIndexOf('/') + 1)}.map`
    await replace(`${to}.map`, map)
    await replace(to, `${code}//# sourceMappingURL=${name}\n`)
  }
}

/**
 * In the project's package.json `#core/*` is a path in dist; this package.json makes it a path in the
 * build's folder.
 */
async function ownScope(): Promise<string> {
  const { imports = {} } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    imports?: object
  }
  const own = JSON.stringify(imports).replaceAll('./dist/', './')
  return `{ "type": "module", "imports": ${own} }`
}

async function sources(compiler: string): Promise<Built> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile() && !notBuilt.test(join(entry.parentPath, entry.name)))
    .map(entry => relative(source, join(entry.parentPath, entry.name)))
  const hashes = files.map(async file => hash(compiler, await readFile(join(source, file))))
  const found = await Promise.all(hashes)
  return Object.fromEntries(files.map((file, index) => [file, found[index] ?? '']))
}

/** A hash of compiler and options, because both change the output of a source file. */
async function compilerHash(): Promise<string> {
  const files = ['.swcrc', 'node_modules/@swc/core/package.json', 'tools/dev/build.ts']
  return hash(...(await Promise.all(files.map(file => readFile(join(root, file))))))
}

function hash(...parts: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('hex').slice(0, 32)
}

async function readRecord(file: string): Promise<Built> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  return JSON.parse(text) as Built
}

function target(file: string): string {
  return file.replace(/\.ts$/, '.js')
}

function remove(out: string, file: string): Promise<void> {
  return rm(join(out, file), { force: true })
}

async function replace(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const aside = `${file}.${process.pid}`
  await writeFile(aside, content)
  await rename(aside, file)
}

if (import.meta.main) {
  const changed = await build(process.argv[2])
  const what = changed.length === 0 ? 'Nothing has changed' : `Built ${changed.length} files`
  process.stderr.write(`${what}.\n`)
}
