import { registerSettings } from '#core/config/register-settings.js'
import { Flag, Integer, Seconds, Text, TextList } from '#core/config/setting.decorators.js'

export class HttpSettings {
  @Text({ default: '0.0.0.0', description: 'Address to listen on.' })
  readonly HOST!: string

  @Integer(
    { min: 0, max: 65_535 },
    { default: 8000, description: 'Port; 0 lets the system choose.' }
  )
  readonly PORT!: number

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

  @Seconds(
    { min: 0.05, max: 300 },
    {
      default: 15,
      description:
        'Silence on a stream after which a comment is sent, so that proxies keep the connection.'
    }
  )
  readonly STREAM_HEARTBEAT!: number

  @Seconds(
    { min: 0.05, max: 3600 },
    { default: 30, description: 'Time after which a stream is ended whose client reads nothing.' }
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
    }
  ]
})
