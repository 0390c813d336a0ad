import { isIP } from 'node:net'
import { normalizeIp } from '@nestjs/throttler'

/** What every provider gives one customer at least: whoever has one address of it has them all. */
const ipv6NetworkBits = 64

/** Some proxies forward the port too: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
const withPort = /^\[?([^\]]+?)\]?:\d+$/

/**
 * Whom a limit counts: an IPv4 address, or the /64 network of an IPv6 one. Whatever else a proxy
 * forwards counts as one stranger, so that nobody makes himself many by writing nonsense.
 */
export function clientAddress(ip: string | undefined): string {
  if (ip === undefined) return 'unknown'
  const bare = isIP(ip) === 0 ? (withPort.exec(ip)?.[1] ?? '') : ip
  return isIP(bare) === 0 ? 'unknown' : normalizeIp(bare, ipv6NetworkBits)
}
