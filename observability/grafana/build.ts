import { format } from 'prettier'
import { keepGenerated } from '../../tools/generated-files.ts'
import { aiDashboard } from './ai-dashboard.ts'
import { serviceDashboard } from './service-dashboard.ts'
import { storesDashboard } from './stores-dashboard.ts'

/** The dashboards as Grafana takes them. */

const dashboards = {
  'service.json': serviceDashboard,
  'ai-and-cost.json': aiDashboard,
  'stores-and-runtime.json': storesDashboard
}

const files = Object.entries(dashboards).map(
  async ([name, dashboard]) =>
    [
      `observability/grafana/${name}`,
      await format(JSON.stringify(dashboard), { parser: 'json', printWidth: 100 })
    ] as const
)
await keepGenerated(Object.fromEntries(await Promise.all(files)))
