import { setTimeout as wait } from 'node:timers/promises'
import type { Server } from 'node:http'
import type { INestApplication } from '@nestjs/common'
import type { LifecycleSettings } from '#core/lifecycle/lifecycle.config.js'
import { Lifecycle } from './lifecycle.js'

const sweepEveryMs = 50

/**
 * On SIGTERM or SIGINT readiness fails immediately and, after a delay for load balancers, requests
 * and streams finish within SHUTDOWN_TIMEOUT. Then shutdown hooks run and the process exits with 0.
 * A second signal, or the end of that time, exits with 1. An uncaught error starts the same shutdown
 * without the delay and exits with 1: requests in flight are still answered and settled.
 */
export function enableGracefulShutdown(app: INestApplication, settings: LifecycleSettings): void {
  let ending = false
  const end = (exitCode: number, delayMs: number): void => {
    if (ending) process.exit(1)
    ending = true
    void shutDown(app, settings, delayMs).then(
      () => process.exit(exitCode),
      () => process.exit(1)
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => end(0, settings.SHUTDOWN_DELAY * 1000))
  }
  // Unhandled rejections raise this event too.
  process.on('uncaughtException', error => {
    app.get(Lifecycle).failed(error)
    if (!ending) end(1, 0)
  })
}

async function shutDown(
  app: INestApplication,
  settings: LifecycleSettings,
  delayMs: number
): Promise<void> {
  const lifecycle = app.get(Lifecycle)
  lifecycle.drain()
  await wait(delayMs)
  lifecycle.close()
  const server = app.getHttpServer() as Server
  const maxMs = settings.SHUTDOWN_TIMEOUT * 1000
  const lastMs = drainGraceMs(maxMs)
  // close() waits for idle keep-alive connections too, which last over a minute.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs)
  const timers = [
    // Requests that are aborted need time to settle and to send an error, longer on a busy machine.
    setTimeout(() => lifecycle.abortInFlight(), maxMs - lastMs),
    setTimeout(() => server.closeAllConnections(), maxMs - lastMs / 4),
    setTimeout(() => {
      lifecycle.shutdownTimedOut()
      process.exit(1)
    }, maxMs)
  ]
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    timers.forEach(clearTimeout)
  }
}

function drainGraceMs(maxMs: number): number {
  return Math.min(10_000, maxMs / 2)
}
