import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { loadSettings } from './app.settings.js'
import type { ProcessRole } from './app.setup.js'
import { processEnvironment } from '#core/config/parse-settings.js'

/** A worker runs jobs, whatever the processes of the API do, and has no pages. */
const ofWorkers = { WORKER_INLINE: 'true', ENABLE_DOCS: 'false', ENABLE_STUDIO: 'false' }

/** Starts the service with the settings of the environment. If that fails, the process exits with 1. */
export async function runProcess(role: ProcessRole): Promise<void> {
  // The next start takes a third less CPU. It lies beside the code, because other users may write to the folder of
  // temporary files. Where this one cannot be written, nothing is kept.
  enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)))
  const variables = { ...processEnvironment(), ...(role === 'worker' && ofWorkers) }
  try {
    const { settings, notices } = loadSettings(variables)
    // Loaded after the settings are validated, so that a missing setting is reported without delay.
    const { startService } = await import('./app.setup.js')
    await startService(settings, notices, role)
  } catch (error) {
    const { reportFailedStart } = await import('#core/logging/report-failed-start.js')
    await reportFailedStart(error, variables)
    process.exit(1)
  }
}
