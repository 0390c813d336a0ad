import { format } from 'oxfmt'
import { aiDashboard } from '../../observability/grafana/ai-dashboard.ts'
import { serviceDashboard } from '../../observability/grafana/service-dashboard.ts'
import { storesDashboard } from '../../observability/grafana/stores-dashboard.ts'

export const dashboardFolder = 'helm/jiraiya/files/grafana'

/** The dashboards as Grafana imports them, in the chart: Helm reads only files of its own folder. */
export async function dashboardFiles(): Promise<Record<string, string>> {
  const dashboards = {
    'service.json': serviceDashboard,
    'ai-and-cost.json': aiDashboard,
    'stores-and-runtime.json': storesDashboard
  }
  const files = Object.entries(dashboards).map(async ([name, dashboard]) => {
    const { code } = await format(name, JSON.stringify(dashboard), { printWidth: 100 })
    return [`${dashboardFolder}/${name}`, code]
  })
  return Object.fromEntries(await Promise.all(files)) as Record<string, string>
}
