import { existsSync } from 'node:fs'
import { build } from './build.ts'

/** `npm start`, `npm run migrate`, `npm run verify`: a program of the built service, in this process. */

const program = process.argv[2] ?? 'main'

process.once('exit', code => {
  if (code === 0 || program !== 'main' || process.env['DATABASE_URL'] || existsSync('.env')) return
  process.stderr.write(`
There is no .env here, and the environment has no DATABASE_URL.
  npm run dev             needs no settings: it brings a PostgreSQL and a simulated provider
  cp .env.example .env    is the start of your own settings; npm start reads them
`)
})

await build()
process.setSourceMapsEnabled(true)
await import(new URL(`../../dist/${program}.js`, import.meta.url).href)
