import 'reflect-metadata'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { loadSettings } from './app.settings.js'
import { SettingsError } from '#core/config/settings-error.js'

// The next start takes a third less CPU. It lies beside the code, because other users may write to the folder of
// temporary files. Where this one cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)))

try {
  const settings = loadSettings()
  // Loaded after the settings are validated, so that a missing setting is reported without delay.
  const { startService } = await import('./app.start.js')
  await startService(settings)
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : String(error)}\n`)
  process.exit(1)
}
