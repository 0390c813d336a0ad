import 'reflect-metadata'
import { loadSettings } from './app.settings.js'
import { SettingsError } from '#core/config/settings-error.js'

try {
  const settings = loadSettings()
  // Loaded after the settings are validated, so that a missing setting is reported without delay.
  const { startService } = await import('./app.start.js')
  await startService(settings)
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : String(error)}\n`)
  process.exit(1)
}
