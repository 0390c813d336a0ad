import { registerSettings } from '#core/config/register-settings.js'
import { RedisUrl, Seconds, Secret, TextList } from '#core/config/setting.decorators.js'
import { Certificates, PrivateKey } from '#core/tls/pem.decorators.js'
import { isKeyOfCertificate, isTlsConfigured } from '#core/tls/tls-client.js'

export class RedisSettings {
  @RedisUrl({
    description:
      'Redis for rate limits and the cache, shared by all instances. Without it each instance has its own.'
  })
  readonly REDIS_URL?: string

  @TextList({
    default: [],
    description:
      'Redis Sentinels, each as `host:port`. The host of `REDIS_URL` is then the name that they have for the master.'
  })
  readonly REDIS_SENTINELS!: readonly string[]

  @Secret({ description: 'Password of the Sentinels. The one of Redis is in `REDIS_URL`.' })
  readonly REDIS_SENTINEL_PASSWORD?: string

  @TextList({
    default: [],
    description:
      'Nodes of a Redis Cluster, each as `host:port`, beside the one of `REDIS_URL`. The others are found.'
  })
  readonly REDIS_CLUSTER_NODES!: readonly string[]

  @Certificates({
    description: 'Certificate authorities of Redis and its Sentinels, for a `rediss://` URL.'
  })
  readonly REDIS_TLS_CA?: string

  @Certificates({ description: 'Client certificate for Redis, with `REDIS_TLS_KEY`.' })
  readonly REDIS_TLS_CERT?: string

  @PrivateKey({ description: 'Private key of `REDIS_TLS_CERT`.' })
  readonly REDIS_TLS_KEY?: string

  @Seconds(
    { min: 0.05, max: 60 },
    {
      default: 0.2,
      description: 'Timeout of a Redis command; after it the request continues without Redis.'
    }
  )
  readonly REDIS_TIMEOUT!: number
}

export const redisConfig = registerSettings('redis', RedisSettings, {
  title: 'Redis',
  rules: [
    {
      name: 'REDIS_URL',
      rule: 'is required with REDIS_SENTINELS and REDIS_CLUSTER_NODES',
      isBroken: ({ REDIS_URL, ...others }) =>
        REDIS_URL === undefined && serversOf(others).length > 0
    },
    {
      name: 'REDIS_CLUSTER_NODES',
      rule: 'excludes REDIS_SENTINELS',
      isBroken: ({ REDIS_SENTINELS, REDIS_CLUSTER_NODES }) =>
        REDIS_SENTINELS.length > 0 && REDIS_CLUSTER_NODES.length > 0
    },
    {
      name: 'REDIS_SENTINELS',
      rule: 'must be a list of host:port, as REDIS_CLUSTER_NODES',
      isBroken: settings => !serversOf(settings).every(isHostAndPort)
    },
    {
      name: 'REDIS_TLS_CA',
      rule: 'needs a REDIS_URL that begins with rediss://, as REDIS_TLS_CERT',
      isBroken: ({ REDIS_URL, REDIS_TLS_CA: ca, REDIS_TLS_CERT: cert }) =>
        isTlsConfigured({ ca, cert }) && REDIS_URL?.startsWith('rediss:') !== true
    },
    {
      name: 'REDIS_TLS_KEY',
      rule: 'must be the key of REDIS_TLS_CERT',
      isBroken: ({ REDIS_TLS_CERT: cert, REDIS_TLS_KEY: key }) => !isKeyOfCertificate({ cert, key })
    }
  ]
})

function serversOf({
  REDIS_SENTINELS,
  REDIS_CLUSTER_NODES
}: Pick<RedisSettings, 'REDIS_SENTINELS' | 'REDIS_CLUSTER_NODES'>): readonly string[] {
  return [...REDIS_SENTINELS, ...REDIS_CLUSTER_NODES]
}

function isHostAndPort(text: string): boolean {
  return URL.canParse(`redis://${text}`) && /^[^/?#@\s]+$/.test(text)
}
