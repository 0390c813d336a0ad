import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { aiDashboard } from './ai-dashboard.ts'
import { serviceDashboard } from './service-dashboard.ts'
import { storesDashboard } from './stores-dashboard.ts'

/** Writes the dashboards as Grafana takes them; `--check` fails when a committed one is stale. */

const dashboards = {
  'service.json': serviceDashboard,
  'ai-and-cost.json': aiDashboard,
  'stores-and-runtime.json': storesDashboard
}

const isCheck = process.argv.includes('--check')
const stale: string[] = []
for (const [name, dashboard] of Object.entries(dashboards)) {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const text = await format(JSON.stringify(dashboard), { parser: 'json', printWidth: 100 })
  if ((await readFile(file, 'utf8').catch(() => '')) === text) continue
  stale.push(name)
  if (!isCheck) await writeFile(file, text)
}
if (isCheck && stale.length > 0) {
  process.stderr.write(`stale, run node observability/grafana/build.ts: ${stale.join(', ')}\n`)
  process.exit(1)
}
