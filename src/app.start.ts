import { PinoLogger } from 'nestjs-pino'
import { createApp } from './app.setup.js'
import type { Settings } from './app.settings.js'
import type { SettingProblem } from '#core/config/settings-error.js'
import { waitingConnections } from '#core/http/protocol/server-limits.js'
import { enableGracefulShutdown } from '#core/lifecycle/graceful-shutdown.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'

/** Resolves when the service listens. */
export async function startService(
  settings: Settings,
  notices: readonly SettingProblem[]
): Promise<void> {
  const app = await createApp(settings)
  const logger = app.get(PinoLogger)
  for (const { name, rule } of notices) {
    logger.warn({ action: 'setting_notice', name, rule }, `${name} ${rule}`)
  }
  enableGracefulShutdown(app, settings.lifecycle)
  const { HOST: host, PORT: port } = settings.http
  await app.listen({ port, host, backlog: waitingConnections })
  app.get(Lifecycle).started(await app.getUrl())
}
