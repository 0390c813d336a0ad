import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { interrupted, localKey, localSettings, shellSettings, startBacking } from './local-stack.ts'

/**
 * `npm run dev`: everything up, with reload on change; no key and no cost unless a key is set. The
 * service hears this shell's settings first, then what stands behind it here, then `.env`.
 */

/** A compiler writes many files; the service starts again when it has been quiet for so long. */
const quietMs = 300

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const given = await shellSettings()
const backing = await startBacking()
const settings = { ...localSettings, PORT: '8000', ...given, ...backing.settings }
const address = `http://127.0.0.1:${settings.PORT}`
const key = given['API_KEYS'] ? 'one of your API_KEYS' : localKey

process.stdout.write(`Behind the service: ${backing.words}.
Try, once it listens:

  curl -s ${address}/api/v1/generate -H 'X-API-Key: ${key}' \\
    -H 'Content-Type: application/json' -d '{"keywords":["fox"],"genre":"fairy tale"}'

Or watch a story arrive: ${address}/studio (paste the key above)

`)

// The compiler itself: nest's watcher would delete what runs.
const compiler = start([
  path('../node_modules/typescript/bin/tsc'),
  '--project',
  path('../tsconfig.build.json'),
  '--watch',
  '--preserveWatchOutput'
])
let service = startService()
let restart: NodeJS.Timeout | undefined
const watcher = watch(path('../dist'), { recursive: true }, () => {
  clearTimeout(restart)
  restart = setTimeout(() => void startAgain(), quietMs)
})

await Promise.race([interrupted(), once(compiler, 'exit')])
watcher.close()
clearTimeout(restart)
await Promise.all([end(service), end(compiler)])
await backing.stop()

function startService(): ChildProcess {
  return start(['--enable-source-maps', path('../dist/main.js')])
}

async function startAgain(): Promise<void> {
  await end(service)
  service = startService()
}

/** A child that does not outlive this process, however this one ends. */
function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--require', path('./launcher/exit-with-parent.cjs'), ...args], {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc']
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
