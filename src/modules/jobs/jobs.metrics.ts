import { counter, gauge, histogram, metricGroup, oneOf } from '#core/metrics/metric-declaration.js'
import { MetricsOf } from '#core/metrics/metrics-of.js'

/** In seconds: a wait may take as long as a backlog of a night. */
const jobBuckets: readonly number[] = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600, 14_400]

export const jobsGroup = metricGroup('Jobs', {
  jobs: gauge('jiraiya_jobs', {
    unit: 'jobs',
    help: 'Jobs that are queued (and due) or running, in all processes together; counted to 10,000, every 15 seconds. Each process reports the same.',
    usedFor: 'state="queued" grows: add workers. The autoscaler of the workers reads it.',
    labels: { state: oneOf('queued', 'running') }
  }),
  oldest: gauge('jiraiya_jobs_oldest_queued_seconds', {
    unit: 'seconds',
    help: 'How long the job that is queued for the longest time has been due; 0 without one.',
    usedFor: 'Above some minutes: no worker runs, or their number is too small.'
  }),
  ended: counter('jiraiya_jobs_ended_total', {
    unit: 'runs',
    help: 'Runs of jobs that ended in this process. retried: the job will run again; superseded: it was cancelled, deleted or taken over while it ran.',
    usedFor: 'Share of failed jobs. Many retried: the provider or a store has an outage.',
    labels: { outcome: oneOf('completed', 'failed', 'retried', 'superseded') }
  }),
  duration: histogram('jiraiya_job_duration_seconds', {
    unit: 'seconds',
    help: 'Duration of one run of a job.',
    usedFor: 'How many workers a number of jobs needs.',
    buckets: jobBuckets
  }),
  waiting: histogram('jiraiya_job_wait_seconds', {
    unit: 'seconds',
    help: 'Time from when a job was due until its first run.',
    usedFor: 'How long owners wait for a worker.',
    buckets: jobBuckets
  })
})

export class JobsMetrics extends MetricsOf(jobsGroup) {}
