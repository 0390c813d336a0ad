import { createApp } from './app.setup.js'
import type { Settings } from './app.settings.js'
import { waitingConnections } from '#core/http/protocol/server-limits.js'
import { enableGracefulShutdown } from '#core/lifecycle/graceful-shutdown.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'

/** Resolves when the service listens. */
export async function startService(settings: Settings): Promise<void> {
  const app = await createApp(settings)
  enableGracefulShutdown(app, settings.lifecycle)
  const { HOST: host, PORT: port } = settings.http
  await app.listen({ port, host, backlog: waitingConnections })
  app.get(Lifecycle).started(await app.getUrl())
}
