import 'reflect-metadata'
import { parseSettings } from './app.settings.js'
import { processEnvironment } from '#core/config/parse-settings.js'
import { reportFailedStart } from '#core/logging/report-failed-start.js'
import { runMigrations } from '#core/database/migrations/run-migrations.js'

// As process 1 of a container it gets only the signals that it handles. PostgreSQL rolls back the
// transaction.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(1))

const variables = processEnvironment()

/** `npm run migrate`, and the chart's Job: the schema is brought up to date, then the process ends. */
try {
  const { migrated, ahead } = await runMigrations(parseSettings(variables).database)
  const newer = ahead.length === 0 ? '' : `: a newer version did ${ahead.join(', ')}, which serves`
  process.stdout.write(`${migrated.join('\n') || `Nothing to migrate${newer}`}\n`)
} catch (error) {
  await reportFailedStart(error, variables)
  process.exit(1)
}
