// @ts-check
import { endRun } from './end-run.mjs'

// The kernel closes standard input when the parent process ends, for any reason. The process is
// detached, so Ctrl-C does not end it.

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('which folder?')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
process.stdin.on('end', () => void endRun(folder)).resume()
