import { setTimeout as wait } from 'node:timers/promises'
import type { Server } from 'node:http'
import type { INestApplication } from '@nestjs/common'
import type { Settings } from '../config/settings.js'
import { Lifecycle } from './lifecycle.js'

const sweepEveryMs = 50

/**
 * SIGTERM and SIGINT: not ready at once, a delay for load balancers to notice, then the running
 * requests finish within SHUTDOWN_TIMEOUT and the process exits 0. A second signal ends it with 1.
 */
export function endOnSignals(app: INestApplication, settings: Settings): void {
  let ending = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1)
      ending = true
      void end(app, settings).then(
        () => process.exit(0),
        () => process.exit(1)
      )
    })
  }
}

async function end(app: INestApplication, settings: Settings): Promise<void> {
  const lifecycle = app.get(Lifecycle)
  lifecycle.drain()
  await wait(settings.SHUTDOWN_DELAY * 1000)
  lifecycle.close()
  const server = app.getHttpServer() as Server
  // Closing waits for idle keep-alive connections too, for over a minute, unless they are swept.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs)
  const longestMs = settings.SHUTDOWN_TIMEOUT * 1000
  // What still runs is told so a moment before it is cut off.
  const lastWord = setTimeout(() => lifecycle.cutShort(), longestMs - lastWordMs(longestMs))
  const cut = setTimeout(() => server.closeAllConnections(), longestMs)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    clearTimeout(lastWord)
    clearTimeout(cut)
  }
}

/** Long enough to answer and to settle. */
function lastWordMs(longestMs: number): number {
  return Math.min(2000, longestMs / 4)
}
