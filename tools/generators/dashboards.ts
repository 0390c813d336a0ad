import { format } from 'prettier'
import { aiDashboard } from '../../observability/grafana/ai-dashboard.ts'
import { serviceDashboard } from '../../observability/grafana/service-dashboard.ts'
import { storesDashboard } from '../../observability/grafana/stores-dashboard.ts'
import { keepGenerated } from './generated-files.ts'

/** The dashboards as Grafana imports them, in the chart: Helm reads only files of its own folder. */

const folder = 'helm/jiraiya/files/grafana'
const files: Record<string, string> = {}
for (const [name, dashboard] of Object.entries({
  'service.json': serviceDashboard,
  'ai-and-cost.json': aiDashboard,
  'stores-and-runtime.json': storesDashboard
})) {
  const text = JSON.stringify(dashboard)
  files[`${folder}/${name}`] = await format(text, { parser: 'json', printWidth: 100 })
}
await keepGenerated(files, [folder])
