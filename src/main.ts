import 'reflect-metadata'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { loadSettings } from './app.settings.js'
import { processEnvironment } from '#core/config/parse-settings.js'

// The next start takes a third less CPU. It lies beside the code, because other users may write to the folder of
// temporary files. Where this one cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)))

const variables = processEnvironment()
try {
  const { settings, notices } = loadSettings(variables)
  // Loaded after the settings are validated, so that a missing setting is reported without delay.
  const { startService } = await import('./app.start.js')
  await startService(settings, notices)
} catch (error) {
  const { reportFailedStart } = await import('#core/logging/report-failed-start.js')
  await reportFailedStart(error, variables)
  process.exit(1)
}
