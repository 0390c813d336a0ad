import { build } from '../tools/dev/build.ts'
import { growth } from './growth/growth.ts'
import { ledger } from './ledger/ledger.ts'
import { limits } from './limits/limits.ts'
import { load } from './load/load.ts'
import { overload } from './overload/overload.ts'
import { streams } from './streams/streams.ts'

/**
 * `npm run bench -- growth [share]`, `npm run bench -- ledger [a second] [seconds]`, `npm run bench -- limits [rounds]`,
 * `npm run bench -- load [seconds]`, `npm run bench -- overload [seconds]` or
 * `npm run bench -- streams [streams] [words] [every ms] [rounds]`.
 */
const benches: Readonly<Record<string, (args: readonly number[]) => Promise<boolean>>> = {
  growth: ([share]) => growth(share),
  ledger: ([perSecond, seconds]) => ledger(perSecond, seconds),
  limits: ([rounds]) => limits(rounds),
  load: ([seconds]) => load(seconds),
  overload: ([seconds]) => overload(seconds),
  streams: ([atOnce, words, everyMs, rounds]) => streams({ atOnce, words, everyMs, rounds })
}

const [name = '', ...args] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench === undefined) {
  process.stderr.write(`Name one of: ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
await build()
process.exitCode = (await bench(args.map(Number))) ? 0 : 1
