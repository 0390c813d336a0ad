import { registerSettings } from '#core/config/register-settings.js'
import {
  Flag,
  Integer,
  Seconds,
  Structured,
  Text,
  TextList
} from '#core/config/setting.decorators.js'
import { parsePathPrefix } from '#core/config/path-prefix.js'
import { metricsConfig } from '#core/metrics/metrics.config.js'

export class HttpSettings {
  @Text({ default: '0.0.0.0', description: 'Address to listen on.' })
  readonly HOST!: string

  @Integer({ min: 0, max: 65_535 }, { default: 8000, description: 'Port; 0 selects a free port.' })
  readonly PORT!: number

  @Integer(
    { min: 0, max: 16 },
    {
      default: 0,
      description:
        'Number of trusted proxies in front, whose `X-Forwarded-For` is used; 0 trusts none.'
    }
  )
  readonly TRUST_PROXY_HOPS!: number

  @Structured<string>(
    {
      type: 'path',
      rule: 'must be a path like /prefix with segments of A-Z a-z 0-9 . _ ~ -, and not an address of the service such as /api',
      parse: parsePathPrefix
    },
    {
      default: '',
      defaultText: 'none',
      description:
        'Path below which clients see all routes, for a host that it shares. Requests may have it or not. Without it, a trusted proxy (`TRUST_PROXY_HOPS`) may name the path that it has removed in `X-Forwarded-Prefix`.'
    }
  )
  readonly PATH_PREFIX!: string

  @TextList({
    default: ['http://localhost:3000', 'http://localhost:5173'],
    description:
      'Origins of pages that may call the API; `*` allows all, and is rejected when strict.'
  })
  readonly CORS_ORIGINS!: readonly string[]

  @Flag({ default: true, description: 'Serve the OpenAPI document and its page at /api/docs.' })
  readonly ENABLE_DOCS!: boolean

  @Integer(
    { min: 1, max: 1024 },
    { default: 64, description: 'Maximum size of a request body in KB; larger bodies get 413.' }
  )
  readonly BODY_LIMIT_KB!: number

  @Seconds(
    { min: 0.1, max: 600 },
    {
      default: 30,
      description:
        'Timeout for receiving a request, headers and body; slower requests get 408 and are closed.'
    }
  )
  readonly REQUEST_ARRIVAL_TIMEOUT!: number

  @Seconds(
    { min: 0.05, max: 300 },
    {
      default: 15,
      description:
        'Time without data on a stream after which a comment is sent, so that proxies keep the connection open.'
    }
  )
  readonly STREAM_HEARTBEAT!: number

  @Seconds(
    { min: 0.05, max: 3600 },
    { default: 30, description: 'Time after which a stream is closed if its client reads no data.' }
  )
  readonly STREAM_STALL_TIMEOUT!: number
}

export const httpConfig = registerSettings('http', HttpSettings, {
  title: 'HTTP server',
  rules: [
    {
      name: 'CORS_ORIGINS',
      rule: 'must not hold * outside development',
      onlyStrict: true,
      isBroken: ({ CORS_ORIGINS }) => CORS_ORIGINS.includes('*')
    },
    {
      name: 'METRICS_PORT',
      rule: 'must not be PORT',
      isBroken: ({ PORT }, of) => PORT > 0 && of(metricsConfig).METRICS_PORT === PORT
    },
    {
      name: 'CORS_ORIGINS',
      rule: 'should not hold origins of localhost outside development',
      onlyStrict: true,
      onlyWarns: true,
      isBroken: ({ CORS_ORIGINS }) => CORS_ORIGINS.some(isLocal)
    }
  ]
})

function isLocal(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i.test(origin)
}
