import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { interrupted, localKey, localSettings, startBacking } from './local-stack.ts'
import { runReloading } from './reload.ts'

/**
 * `npm run dev`: the service with its dependencies, and reload on change. Without a key it uses the
 * simulated provider, at no cost. Settings of the shell override those of this script and of `.env`.
 */

const adminKey = 'local-development-admin-key'
const { HOST: _anyAddress, ...shell } = process.env
const settings = { ...localSettings, API_KEYS: developmentKeys(), PORT: '8000', ...shell }
await requireFreePort(Number(settings.PORT))

say('Starting PostgreSQL and the simulated provider …')
const backing = await startBacking()
say('Building and starting the service …')
const service = await runReloading({ ...settings, ...backing.settings }, ({ port }) => {
  introduce(`http://127.0.0.1:${port}`)
})
process.exitCode = await Promise.race([service.ended, interrupted().then(() => 0)])
await service.stop()
await backing.stop()

function introduce(url: string): void {
  const own = shell['API_KEYS'] !== undefined
  const key = own ? 'one of your API_KEYS' : localKey
  say(`
Listening on ${url}; behind it: ${backing.words}.

  ${url}/studio${own ? '' : `#key=${localKey}`}
  ${url}/api/docs

  curl -s ${url}/api/v1/generate -H 'X-API-Key: ${key}' \\
    -H 'Content-Type: application/json' -d '{"keywords":["fox"],"genre":"fairy tale"}'
${own ? '' : `\n  curl -s ${url}/api/v1/admin/usage -H 'X-API-Key: ${adminKey}'\n`}`)
}

function developmentKeys(): string {
  const entry = (name: string, key: string, scopes: readonly string[]): object => ({
    name,
    sha256: createHash('sha256').update(key).digest('hex'),
    scopes
  })
  return JSON.stringify([
    entry('developer', localKey, ['stories', 'act-as']),
    entry('admin', adminKey, ['stories', 'act-as', 'tokens:issue', 'admin'])
  ])
}

async function requireFreePort(port: number): Promise<void> {
  if (port === 0 || (await isFree(port))) return
  let next = port + 1
  while (!(await isFree(next))) next++
  say(`Port ${port} is taken. The next free one: PORT=${next} npm run dev`)
  process.exit(1)
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, localSettings.HOST)
  try {
    await once(probe, 'listening')
    return true
  } catch {
    return false
  } finally {
    probe.close()
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
