import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { interrupted, localKey, localProvider } from './local-stack.ts'

/** `npm run dev`: everything up, with reload on change; no key and no cost unless a key is set. */

const provider = await localProvider()
const nest = fileURLToPath(new URL('../node_modules/@nestjs/cli/bin/nest.js', import.meta.url))
const port = process.env['PORT'] ?? '8000'
const service = spawn(process.execPath, [nest, 'start', '--watch', '--preserveWatchOutput'], {
  env: {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: port,
    API_KEYS: localKey,
    ...provider.settings
  },
  stdio: ['ignore', 'inherit', 'inherit']
})

process.stdout.write(`Behind the service: ${provider.words}. Try, once it listens:

  curl -s http://127.0.0.1:${port}/api/v1/generate -H 'X-API-Key: ${localKey}' \\
    -H 'Content-Type: application/json' -d '{"keywords":["fox"],"genre":"fairy tale"}'

`)

await Promise.race([interrupted(), once(service, 'exit')])
service.kill('SIGTERM')
await provider.stop()
