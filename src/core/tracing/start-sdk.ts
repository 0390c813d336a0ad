import { diag, DiagLogLevel } from '@opentelemetry/api'
import {
  defaultResource,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector
} from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import type { Settings } from '#core/config/settings.js'
import { serviceVersion } from '#core/config/version.js'
import { OpenTelemetryTracer } from './open-telemetry-tracer.js'
import type { Tracer } from './tracer.js'

export interface Sdk {
  readonly tracer: Tracer
  /** Sends what has not been sent yet. */
  shutdown(): Promise<void>
}

/**
 * OpenTelemetry's own SDK, which reads the OTEL_* variables by itself. Loading it takes a fifth of a
 * second and 44 MB, so only `import()` may lead here.
 * @param complain told what the SDK has to complain of
 */
export function startSdk({ ENVIRONMENT }: Settings, complain: (text: string) => void): Sdk {
  const quiet = (): void => undefined
  diag.setLogger(
    { error: complain, warn: complain, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN }
  )
  const sdk = new NodeSDK({
    // Below OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': 'jiraiya',
        'service.version': serviceVersion,
        'deployment.environment.name': ENVIRONMENT
      })
    ),
    // Not the command line, the user and the host, which the SDK would tell.
    resourceDetectors: [serviceInstanceIdDetector, envDetector],
    metricReaders: [],
    logRecordProcessors: []
  })
  sdk.start()
  return { tracer: new OpenTelemetryTracer(), shutdown: () => sdk.shutdown() }
}
