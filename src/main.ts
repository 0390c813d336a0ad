import 'reflect-metadata'
import { createApp } from './app.setup.js'
import { loadSettings } from '#core/config/load-settings.js'
import { SettingsError } from '#core/config/settings-error.js'
import { waitingConnections } from '#core/http/protocol/server-limits.js'
import { enableGracefulShutdown } from '#core/lifecycle/graceful-shutdown.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'

try {
  const settings = loadSettings()
  const app = await createApp(settings)
  enableGracefulShutdown(app, settings)
  await app.listen({ port: settings.PORT, host: settings.HOST, backlog: waitingConnections })
  app.get(Lifecycle).started(await app.getUrl())
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : String(error)}\n`)
  process.exit(1)
}
