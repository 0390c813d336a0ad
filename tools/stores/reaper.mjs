// @ts-check
import { endRun } from './end-run.mjs'

// The kernel closes our standard input when the process that started us is gone, however it died;
// and nobody's Ctrl-C gets here.

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('which folder?')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
process.stdin.on('end', () => void endRun(folder)).resume()
