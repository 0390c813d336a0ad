import { lookup as resolve } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Webhook as Signer } from 'standardwebhooks'
import { Agent, request } from 'undici'
import { isWebhookUrl, webhooksConfig } from '../webhooks.config.js'
import type { Webhook } from '../webhooks.repository.js'
import { PublicAddresses } from './public-addresses.js'

/** The host of a webhook is not allowed, or has no public address. Nothing was sent. */
export class WebhookBlocked extends Error {}

/** A receiver says nothing that matters beyond its status. */
const maxBodyBytes = 16_384

/** Signs and sends webhooks. Redirects are not followed. */
@Injectable()
export class WebhookSender implements OnApplicationShutdown {
  private readonly addresses: PublicAddresses
  private readonly signers: readonly Signer[]
  private readonly agent: Agent

  constructor(
    @Inject(webhooksConfig.KEY) private readonly settings: ConfigType<typeof webhooksConfig>
  ) {
    const { WEBHOOK_PRIVATE_NETWORKS, WEBHOOK_SECRET, WEBHOOK_TLS_CA: ca } = settings
    this.addresses = new PublicAddresses(WEBHOOK_PRIVATE_NETWORKS)
    this.signers = WEBHOOK_SECRET.map(secret => new Signer(secret))
    const timeout = settings.WEBHOOK_TIMEOUT * 1000
    this.agent = new Agent({ connect: { ca, timeout, lookup: this.lookupPublic } })
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy()
  }

  /**
   * @returns the status of the receiver
   * @throws WebhookBlocked before anything is sent
   */
  async send({ id, url, payload }: Pick<Webhook, 'id' | 'url' | 'payload'>): Promise<number> {
    this.expectAllowed(url)
    const now = new Date()
    const signature = this.signers.map(signer => signer.sign(id, now, payload)).join(' ')
    const { statusCode, body } = await request(url, {
      dispatcher: this.agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'jiraiya-webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature
      },
      body: payload,
      signal: AbortSignal.timeout(this.settings.WEBHOOK_TIMEOUT * 1000)
    })
    await body.dump({ limit: maxBodyBytes })
    return statusCode
  }

  /** Settings may have changed since the webhook was accepted. A literal address is not looked up. */
  private expectAllowed(url: string): void {
    if (!isWebhookUrl(url, this.settings.WEBHOOK_HOSTS))
      throw new WebhookBlocked('host not allowed')
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) > 0 && !this.addresses.includes(host))
      throw new WebhookBlocked('private address')
  }

  /** Connects to no other address than those that were checked. */
  private readonly lookupPublic: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '')
      const [first] = found
      const isPublic = found.every(({ address }) => this.addresses.includes(address))
      if (first === undefined || !isPublic)
        return callback(new WebhookBlocked('private address'), '')
      return options.all ? callback(null, found) : callback(null, first.address, first.family)
    })
  }
}
