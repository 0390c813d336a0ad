import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { chartFiles } from './chart.ts'
import { clientFiles, generated } from './client.ts'
import { dashboardFiles, dashboardFolder } from './dashboards.ts'
import { documents } from './docs.ts'

/**
 * `npm run docs`: writes the generated files that differ from what is committed, and deletes the files of
 * their folders that are no longer generated. With `--check` it only names them and fails.
 */

const parts = [documents(), clientFiles(), dashboardFiles(), chartFiles()]
const files = Object.assign({}, ...(await Promise.all(parts))) as Record<string, string>
const stale: string[] = []
for (const [path, text] of Object.entries(files)) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) stale.push(path)
}
for await (const entry of glob([generated, dashboardFolder].map(folder => `${folder}/**/*.*`))) {
  const path = entry.replaceAll('\\', '/')
  if (!(path in files)) stale.push(path)
}

if (!process.argv.includes('--check')) await Promise.all(stale.map(write))
else if (stale.length > 0) {
  process.stderr.write(`stale, run npm run docs: ${stale.join(', ')}\n`)
  process.exitCode = 1
}

async function write(path: string): Promise<void> {
  const text = files[path]
  await mkdir(dirname(path), { recursive: true })
  await (text === undefined ? rm(path) : writeFile(path, text))
  process.stdout.write(`${text === undefined ? 'deleted' : 'wrote'} ${path}\n`)
}
