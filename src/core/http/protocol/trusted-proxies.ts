/**
 * Trusts this many hops of `X-Forwarded-For`, counted from this server; values that a caller put before them
 * are ignored. A function, because Fastify reads a number as "trust no proxy".
 */
export function trustedProxies(hops: number): false | ((address: string, hop: number) => boolean) {
  return hops > 0 && ((_address, hop) => hop < hops)
}
