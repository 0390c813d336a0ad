import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes the generated files that differ from what is committed, and deletes the files of `owned` folders
 * that are no longer generated. With `--check` it changes nothing, names them, and the process fails.
 * Paths begin at the root of the repository, which is the working directory.
 */
export async function keepGenerated(
  files: Readonly<Record<string, string>>,
  owned: readonly string[] = []
): Promise<void> {
  const stale: string[] = []
  for (const [path, text] of Object.entries(files)) {
    const current = await readFile(path, 'utf8').catch(() => undefined)
    if (current !== text) stale.push(path)
  }
  for await (const entry of glob(owned.map(folder => `${folder}/**/*.*`))) {
    const path = entry.replaceAll('\\', '/')
    if (!(path in files)) stale.push(path)
  }
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return
    process.stderr.write(`stale, run npm run docs: ${stale.join(', ')}\n`)
    process.exitCode = 1
    return
  }
  for (const path of stale) {
    const text = files[path]
    if (text === undefined) await rm(path)
    else {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
    process.stdout.write(`${text === undefined ? 'deleted' : 'wrote'} ${path}\n`)
  }
}
