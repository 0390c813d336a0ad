import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer, type Server } from '../../../../tools/stores/server.ts'
import { redisProgram } from '../redis.ts'
import type { Certificates } from './certificates.ts'

export const redisPassword = 'the-password-of-redis-in-the-tests'

type Lines = readonly string[]

interface Form {
  readonly configuration: (port: number) => Lines
  readonly args?: Lines
  readonly ready?: RegExp
  readonly protocol?: 'redis' | 'rediss'
}

/** A Redis with a configuration of its own, which it may rewrite. */
async function start(form: Form): Promise<Server> {
  const { configuration, args = [], ready = /Ready to accept connections/ } = form
  const { file, env } = await redisProgram()
  return startServer({
    program: (port, folder) => {
      const path = join(folder, 'redis.conf')
      const lines = [`port ${port}`, 'bind 127.0.0.1', ...configuration(port)]
      if (!existsSync(path)) writeFileSync(path, lines.join('\n'), { mode: 0o600 })
      return { file, args: [path, ...args], env, ready }
    },
    url: port => `${form.protocol ?? 'redis'}://:${redisPassword}@127.0.0.1:${port}`
  })
}

const base = [
  'save ""',
  'appendonly no',
  `requirepass ${redisPassword}`,
  `masterauth ${redisPassword}`
]

/** Accepts clients with a certificate of the same authority only. */
export function startTlsRedis({ authority, server }: Certificates): Promise<Server> {
  const configuration = (port: number): Lines => [
    ...base,
    'port 0',
    `tls-port ${port}`,
    `tls-cert-file ${server.certFile}`,
    `tls-key-file ${server.keyFile}`,
    `tls-ca-cert-file ${authority.certFile}`,
    'tls-auth-clients yes'
  ]
  return start({ configuration, protocol: 'rediss' })
}

/** A master, or a replica of one. */
export function startReplicated(master?: Server): Promise<Server> {
  const follows = master === undefined ? [] : [`replicaof 127.0.0.1 ${portOf(master)}`]
  return start({ configuration: () => [...base, ...follows, 'repl-diskless-sync-delay 0'] })
}

export function startSentinel(name: string, master: Server): Promise<Server> {
  const configuration = (): Lines => [
    `sentinel monitor ${name} 127.0.0.1 ${portOf(master)} 2`,
    `sentinel auth-pass ${name} ${redisPassword}`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 2000`
  ]
  return start({ configuration, args: ['--sentinel'], ready: /Sentinel ID is/ })
}

/** A node of a cluster, without slots. */
export function startClusterNode(): Promise<Server> {
  // The default port of the bus, 10000 above, may be too large.
  const configuration = (port: number): Lines => [
    ...base,
    'cluster-enabled yes',
    `cluster-port ${port > 40_000 ? port - 10_000 : port + 10_000}`
  ]
  return start({ configuration })
}

export function portOf({ url }: Pick<Server, 'url'>): string {
  return new URL(url).port
}
