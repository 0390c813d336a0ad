import type { IncomingHttpHeaders } from 'node:http'
import { isPathPrefix } from '#core/config/path-prefix.js'
import { originForm } from './malformed-url.js'

/** Probes at the addresses that other services have. */
export const rootProbes: Readonly<Record<string, string>> = {
  '/health': '/api/health',
  '/live': '/api/health/live',
  '/ready': '/api/health/ready'
}

interface PrefixSettings {
  readonly PATH_PREFIX: string
  readonly TRUST_PROXY_HOPS: number
}

/** The path below which clients see the service. */
export class PathPrefix {
  constructor(private readonly settings: PrefixSettings) {}

  /** For addresses in a response: PATH_PREFIX, else what a trusted proxy has removed from the address. */
  of(headers: IncomingHttpHeaders): string {
    const { PATH_PREFIX, TRUST_PROXY_HOPS } = this.settings
    if (PATH_PREFIX !== '' || TRUST_PROXY_HOPS === 0) return PATH_PREFIX
    const forwarded = headers['x-forwarded-prefix']
    return typeof forwarded === 'string' && isPathPrefix(forwarded) ? forwarded : ''
  }

  /** The address of the route. PATH_PREFIX is optional in it, because some proxies remove it. */
  routeOf(url: string): string {
    const address = this.withoutPrefix(url)
    const [target = '', query] = address.split('?', 2)
    const path = target.replace(/\/$/, '')
    const probe = Object.hasOwn(rootProbes, path) ? rootProbes[path] : undefined
    if (probe === undefined) return address
    return query === undefined ? probe : `${probe}?${query}`
  }

  private withoutPrefix(url: string): string {
    const { PATH_PREFIX: prefix } = this.settings
    if (prefix === '') return url
    const address = originForm(url)
    const rest = address.slice(prefix.length)
    if (!address.startsWith(prefix) || !/^([/?]|$)/.test(rest)) return url
    return rest.startsWith('/') ? rest : `/${rest}`
  }
}
