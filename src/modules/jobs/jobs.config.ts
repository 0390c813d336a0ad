import { isStrict } from '#core/config/environment.js'
import { registerSettings } from '#core/config/register-settings.js'
import { Flag, Integer } from '#core/config/setting.decorators.js'

export class JobsSettings {
  @Flag({
    defaultText: 'true in development, false elsewhere',
    description: 'Run jobs in the process of the API too. Otherwise only worker processes run them.'
  })
  readonly WORKER_INLINE!: boolean

  @Integer(
    { min: 1, max: 200 },
    { default: 10, description: 'Jobs that one process runs at the same time.' }
  )
  readonly JOBS_CONCURRENCY!: number

  @Integer(
    { min: 1, max: 1000 },
    {
      default: 5,
      description:
        'Jobs of one owner that all processes together run at the same time. Processes that take jobs in the same moment may exceed it.'
    }
  )
  readonly JOBS_OWNER_CONCURRENCY!: number

  @Integer(
    { min: 1, max: 100_000 },
    { default: 1000, description: 'Jobs of one owner that may wait; more are refused.' }
  )
  readonly JOBS_MAX_WAITING!: number

  @Integer(
    { min: 1, max: 36_500 },
    { default: 30, description: 'Days for which jobs and batches are retained.' }
  )
  readonly JOBS_RETENTION_DAYS!: number
}

export const jobsConfig = registerSettings('jobs', JobsSettings, {
  title: 'Jobs',
  dependentDefaults: (_settings, environment) => ({ WORKER_INLINE: !isStrict(environment) })
})
