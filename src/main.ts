import 'reflect-metadata'
import { loadSettings } from './app.settings.js'
import { processEnvironment } from '#core/config/parse-settings.js'

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
