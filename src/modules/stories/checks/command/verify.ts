import { createInterface } from 'node:readline'
import { BadLine, verifyLine } from './verify-line.js'

/**
 * `npm run verify`: checks the texts on standard input, one JSON object a line, as the service checks
 * its stories. It loads nothing but the checks.
 */
let number = 0
for await (const line of createInterface({ input: process.stdin })) {
  number += 1
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(resultOf(line))}\n`)
}

function resultOf(line: string): object {
  try {
    return verifyLine(line)
  } catch (error) {
    if (!(error instanceof BadLine)) throw error
    process.exitCode = 1
    return { error: error.message, line: number }
  }
}
