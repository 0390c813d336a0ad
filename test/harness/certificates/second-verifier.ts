import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Presented } from './altered-certificates.js'

const program = fileURLToPath(new URL('verifier.py', import.meta.url))

/** A claim and its result, for each claim of a certificate. */
export type Results = Readonly<Record<string, string>>

/** The results of the verifier in Python, in order. */
export async function resultsOfSecondVerifier(
  presented: readonly Presented[],
  keys: readonly object[]
): Promise<readonly Results[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'))
  try {
    const keyFile = join(folder, 'keys.json')
    await writeFile(keyFile, JSON.stringify({ keys }))
    return await run(keyFile, presented)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function run(keyFile: string, presented: readonly Presented[]): Promise<readonly Results[]> {
  const child = spawn('python3', [program, keyFile], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close').catch((cause: unknown) => {
    throw new Error('The second verifier of certificates needs python3 on PATH', { cause })
  })
  // If Python ends early, its exit code says more than the broken pipe.
  child.stdin.on('error', () => undefined)
  Readable.from(presented.map(each => `${JSON.stringify(each)}\n`)).pipe(child.stdin)
  const results: Results[] = []
  const read = async (): Promise<void> => {
    for await (const line of createInterface({ input: child.stdout })) {
      results.push(JSON.parse(line) as Results)
    }
  }
  const [[code]] = await Promise.all([ended, read()])
  if (code !== 0) throw new Error(`The second verifier ended with ${code}`)
  return results
}
