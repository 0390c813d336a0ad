import { gauge, metricGroup, oneOf } from './metric-declaration.js'
import { MetricsOf } from './metrics-of.js'

export const instanceGroup = metricGroup('The instance', {
  buildInfo: gauge('jiraiya_build_info', {
    unit: 'always 1',
    help: 'Version and environment of the instance.',
    usedFor:
      'Which version an instance runs, and when a deployment began; join it to others by instance.',
    labels: {
      version: { bound: 'the one of this process', max: 1 },
      environment: oneOf('development', 'staging', 'production')
    },
    atStart: () => []
  }),
  capacity: gauge('jiraiya_capacity', {
    unit: 'places',
    help: 'Places that the settings give an instance.',
    usedFor: 'Saturation as a share: what is in use divided by this.',
    labels: { resource: { bound: 'the limited resources of the modules', max: 10 } },
    atStart: () => []
  })
})

export class InstanceMetrics extends MetricsOf(instanceGroup) {}
