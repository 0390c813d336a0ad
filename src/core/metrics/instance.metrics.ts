import { gauge, metricGroup, oneOf } from './metric-declaration.js'
import { MetricsOf } from './metrics-of.js'

export const instanceGroup = metricGroup('Instance', {
  buildInfo: gauge('jiraiya_build_info', {
    unit: 'always 1',
    help: 'Version and environment of the instance.',
    usedFor:
      'The version of an instance and the time of a deployment. Join it to other metrics by instance.',
    labels: {
      version: { bound: 'the version of this process', max: 1 },
      environment: oneOf('development', 'staging', 'production')
    },
    atStart: () => []
  }),
  capacity: gauge('jiraiya_capacity', {
    unit: 'slots',
    help: 'Limits of an instance, from its settings.',
    usedFor: 'Saturation: divide the current usage by this value.',
    labels: { resource: { bound: 'the limited resources of the modules', max: 10 } },
    atStart: () => []
  })
})

export class InstanceMetrics extends MetricsOf(instanceGroup) {}
