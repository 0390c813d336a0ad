// @ts-check
import { subscribe } from 'node:diagnostics_channel'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// The next process of `npm run dev`. Loading packages takes most of a start and edits do not change
// them, so this process loads them in advance and waits for a message to load the service's modules.

const [folder = ''] = process.argv.slice(2)

// Reports the address as soon as the server listens, so that the parent does not have to poll.
subscribe('tracing:net.server.listen:asyncEnd', message => {
  const { server } = /** @type {{ server: import('node:net').Server }} */ (message)
  process.send?.(server.address())
})
process.channel?.ref()
process.once('message', () => {
  process.channel?.unref()
  void import(pathToFileURL(join(folder, 'main.js')).href)
})

const imports = /^import .* from ["']([^.#"'][^"']*)["']/gm
/** Packages that the service loads only when tracing is on. */
const onDemand = /^(node:|@opentelemetry\/(sdk|resources))/
const packages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.js'))
  .flatMap(file => readFileSync(join(folder, file), 'utf8').match(imports) ?? [])
  .map(line => line.slice(line.lastIndexOf('from') + 4).replaceAll(/[\s"';]/g, ''))
  .filter(name => !onDemand.test(name))
await import('reflect-metadata')
for (const name of new Set(packages)) await import(name).catch(() => undefined)
process.send?.('ready')
