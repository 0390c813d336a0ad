import { isIP } from 'node:net'
import { normalizeIp } from '@nestjs/throttler'

/** The smallest network that a provider assigns to one customer. */
const ipv6NetworkBits = 64

/** Some proxies forward the port too: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
const withPort = /^\[?([^\]]+?)\]?:\d+$/

/**
 * The key of a per-IP limit: an IPv4 address, or the /64 network of an IPv6 address. Any other forwarded value
 * shares one key, so that invalid values cannot evade the limit.
 */
export function clientAddress(ip: string | undefined): string {
  if (ip === undefined) return 'unknown'
  const bare = isIP(ip) === 0 ? (withPort.exec(ip)?.[1] ?? '') : ip
  return isIP(bare) === 0 ? 'unknown' : normalizeIp(bare, ipv6NetworkBits)
}
