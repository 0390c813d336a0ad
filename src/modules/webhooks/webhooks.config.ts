import { isIP } from 'node:net'
import { registerSettings } from '#core/config/register-settings.js'
import { Seconds, Structured, TextList, HttpUrl } from '#core/config/setting.decorators.js'
import { Certificates } from '#core/tls/pem.decorators.js'

/** A range of IP addresses. */
export interface Network {
  readonly address: string
  readonly prefix: number
}

/** Standard Webhooks: 24 to 64 bytes in base64, after this prefix. */
const secretPattern = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

export class WebhooksSettings {
  @TextList({
    default: [],
    description:
      'Hosts that webhooks may be sent to, for example `kuybi.example.com`. Without one, `callbackUrl` is refused.'
  })
  readonly WEBHOOK_HOSTS!: readonly string[]

  @Structured<readonly string[]>(
    {
      type: 'list, secret',
      rule: 'must be one or two secrets like whsec_ and 24 to 64 bytes in base64, separated by a comma',
      parse: parseSecrets,
      secret: true,
      secretsIn: text => parseSecrets(text) ?? []
    },
    {
      default: [],
      description:
        'Secret that signs webhooks (Standard Webhooks). While it is rotated, two: each webhook is signed with both.'
    }
  )
  readonly WEBHOOK_SECRET!: readonly string[]

  @Structured<readonly Network[]>(
    {
      type: 'list of networks',
      rule: 'must be a comma-separated list of networks like 10.1.0.0/16',
      parse: parseNetworks
    },
    {
      default: [],
      description:
        'Private networks that webhooks may reach although they are private, for receivers in the same cluster.'
    }
  )
  readonly WEBHOOK_PRIVATE_NETWORKS!: readonly Network[]

  @Certificates({
    description: 'Certificate authorities of receivers, instead of the public ones.'
  })
  readonly WEBHOOK_TLS_CA?: string

  @Seconds(
    { min: 0.1, max: 120 },
    { default: 15, description: 'Timeout of one delivery of a webhook.' }
  )
  readonly WEBHOOK_TIMEOUT!: number

  @HttpUrl({
    description:
      'Receiver of budget warnings (`BUDGET_WARN_AT`): an https address whose host is in WEBHOOK_HOSTS.'
  })
  readonly BUDGET_WEBHOOK_URL?: string
}

export const webhooksConfig = registerSettings('webhooks', WebhooksSettings, {
  title: 'Webhooks',
  rules: [
    {
      name: 'WEBHOOK_SECRET',
      rule: 'is required with WEBHOOK_HOSTS',
      isBroken: ({ WEBHOOK_HOSTS, WEBHOOK_SECRET }) =>
        WEBHOOK_HOSTS.length > 0 && WEBHOOK_SECRET.length === 0
    },
    {
      name: 'BUDGET_WEBHOOK_URL',
      rule: 'must be an https address of a host in WEBHOOK_HOSTS',
      isBroken: ({ WEBHOOK_HOSTS, BUDGET_WEBHOOK_URL: url }) =>
        url !== undefined && !isWebhookUrl(url, WEBHOOK_HOSTS)
    }
  ]
})

/** Whether webhooks may be sent to an address, as far as its text says. */
export function isWebhookUrl(text: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  return hosts.some(host => host.toLowerCase() === hostname)
}

function parseSecrets(text: string): readonly string[] | undefined {
  const secrets = text.split(',').map(secret => secret.trim())
  return secrets.length <= 2 && secrets.every(secret => secretPattern.test(secret))
    ? secrets
    : undefined
}

function parseNetworks(text: string): readonly Network[] | undefined {
  const networks = text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => {
      const [address = '', bits = ''] = part.split('/')
      return { address, prefix: /^\d{1,3}$/.test(bits) ? Number(bits) : NaN }
    })
  const isValid = ({ address, prefix }: Network): boolean =>
    isIP(address) > 0 && prefix <= (isIP(address) === 4 ? 32 : 128)
  return networks.every(isValid) ? networks : undefined
}
