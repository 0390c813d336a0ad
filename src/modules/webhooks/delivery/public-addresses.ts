import { BlockList, isIP } from 'node:net'
import type { Network } from '../webhooks.config.js'

/**
 * Addresses that are not public: RFC 6890 and its registry, and multicast. A mapped IPv4 address (::ffff:0:0/96) is
 * checked as the IPv4 address that it means.
 */
const reserved: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8]
].map(([address, prefix]) => ({ address: String(address), prefix: Number(prefix) }))

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList()
  for (const { address, prefix } of networks) list.addSubnet(address, prefix, familyOf(address))
  return list
}

/** Which addresses webhooks may connect to: public ones, and those of the allowed private networks. */
export class PublicAddresses {
  private readonly reserved = listOf(reserved)
  private readonly allowed: BlockList

  constructor(allowed: readonly Network[]) {
    this.allowed = listOf(allowed)
  }

  includes(address: string): boolean {
    if (isIP(address) === 0) return false
    const family = familyOf(address)
    return this.allowed.check(address, family) || !this.reserved.check(address, family)
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
