import { mkdir, readFile, writeFile } from 'node:fs/promises'

/**
 * Writes those of a generator's files that are not as they should be. With `--check`, as `npm run
 * check` calls it, it writes nothing, names them, and the process fails. Paths begin at the root.
 */
export async function keepGenerated(files: Readonly<Record<string, string>>): Promise<void> {
  const stale: string[] = []
  for (const [path, text] of Object.entries(files)) {
    const current = await readFile(fileOf(path), 'utf8').catch(() => '')
    if (current !== text) stale.push(path)
  }
  if (stale.length === 0) return
  if (process.argv.includes('--check')) {
    process.stderr.write(`stale, run npm run docs: ${stale.join(', ')}\n`)
    process.exitCode = 1
    return
  }
  for (const path of stale) {
    await mkdir(new URL('.', fileOf(path)), { recursive: true })
    await writeFile(fileOf(path), files[path] ?? '')
    process.stdout.write(`wrote ${path}\n`)
  }
}

function fileOf(path: string): URL {
  return new URL(`../${path}`, import.meta.url)
}
