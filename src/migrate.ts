import 'reflect-metadata'
import { loadSettings } from './core/config/load-settings.js'
import { SettingsError } from './core/config/settings-error.js'
import { runMigrations } from './core/database/run-migrations.js'

/** `npm run migrate`, and the chart's Job: the schema is brought up to date, then the process ends. */
try {
  const { migrated, ahead } = await runMigrations(loadSettings())
  const newer = ahead.length === 0 ? '' : `: a newer version did ${ahead.join(', ')}, which serves`
  process.stdout.write(`${migrated.join('\n') || `Nothing to migrate${newer}`}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : String(error)}\n`)
  process.exit(1)
}
