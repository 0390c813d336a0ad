import { Fraction, Choice, Flag, Integer, Seconds, Text, TextList } from './setting.decorators.js'

export type Environment = 'development' | 'staging' | 'production'
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
export type LogFormat = 'json' | 'text'

/** The process: where it listens, how it speaks, how it ends. */
export abstract class ServiceSettings {
  @Choice(['development', 'staging', 'production'], {
    default: 'development',
    description: 'The only setting that decides what is strict: staging and production are.'
  })
  readonly ENVIRONMENT!: Environment

  @Text({ default: '0.0.0.0', description: 'Address to listen on.' })
  readonly HOST!: string

  @Integer(
    { min: 0, max: 65_535 },
    { default: 8000, description: 'Port; 0 lets the system choose.' }
  )
  readonly PORT!: number

  @Integer(
    { min: 1, max: 1 },
    { default: 1, description: 'Processes per instance; more than one is not built yet.' }
  )
  readonly WORKERS!: number

  @Integer(
    { min: 0, max: 16 },
    {
      default: 0,
      description:
        'Proxies in front whose `X-Forwarded-For` is believed, counted from here; 0 believes none.'
    }
  )
  readonly TRUST_PROXY_HOPS!: number

  @TextList({
    default: ['http://localhost:3000', 'http://localhost:5173'],
    description: 'Origins whose pages may call; `*` allows all, and is refused when strict.'
  })
  readonly CORS_ORIGINS!: readonly string[]

  @Flag({ default: true, description: 'Serve the OpenAPI document and its page at /api/docs.' })
  readonly ENABLE_DOCS!: boolean

  @Flag({
    defaultText: 'false in production, true elsewhere',
    description: 'Serve the page at /studio, on which a person asks for stories; it holds no key.'
  })
  readonly ENABLE_STUDIO!: boolean

  @Integer(
    { min: 1, max: 1024 },
    { default: 64, description: 'Largest request body in KB; larger ones are answered with 413.' }
  )
  readonly BODY_LIMIT_KB!: number

  @Seconds(
    { min: 0.1, max: 600 },
    {
      default: 30,
      description:
        'Time for a request, head and body, to arrive; slower ones are answered with 408 and cut off.'
    }
  )
  readonly REQUEST_ARRIVAL_TIMEOUT!: number

  @Choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    {
      default: 'info',
      description: 'Least level that is logged, in any letter case; WARNING is warn.'
    },
    { warning: 'warn', critical: 'fatal' }
  )
  readonly LOG_LEVEL!: LogLevel

  @Choice(['json', 'text'], {
    defaultText: 'text in development, json elsewhere',
    description: 'How a log line looks.'
  })
  readonly LOG_FORMAT!: LogFormat

  @Seconds(
    { min: 1, max: 600 },
    {
      default: 30,
      description: 'Time to finish what is running after SIGTERM; then it is cut off.'
    }
  )
  readonly SHUTDOWN_TIMEOUT!: number

  @Seconds(
    { min: 0, max: 60 },
    {
      defaultText: '0 in development, 5 elsewhere',
      description: 'Time between turning not ready and closing the door; load balancers need it.'
    }
  )
  readonly SHUTDOWN_DELAY!: number

  @Seconds(
    { min: 0.05, max: 300 },
    { default: 15, description: 'Silence on a stream after which a comment keeps proxies awake.' }
  )
  readonly STREAM_HEARTBEAT!: number

  @Seconds(
    { min: 0.05, max: 3600 },
    { default: 30, description: 'Time after which a stream’s reader who takes nothing is dropped.' }
  )
  readonly STREAM_STALL_TIMEOUT!: number

  @Seconds(
    { min: 0.01, max: 60 },
    {
      default: 0.25,
      description: 'Median delay of the event loop beyond which no further generation is taken on.'
    }
  )
  readonly OVERLOAD_LOOP_DELAY!: number

  @Fraction(
    { min: 0.1, max: 1 },
    {
      default: 0.85,
      description: 'Part of the heap beyond which no further generation is taken on.'
    }
  )
  readonly OVERLOAD_HEAP!: number

  @Flag({ default: true, description: 'Serve Prometheus metrics at /metrics.' })
  readonly ENABLE_METRICS!: boolean

  @Flag({
    default: false,
    description: 'Send traces by OTLP; the variables of OpenTelemetry say where to, see below.'
  })
  readonly ENABLE_TRACING!: boolean
}
