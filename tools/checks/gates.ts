import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * The packages of tools/gates. They have a lockfile of their own, so that an installation for tests does
 * not bring some 440 packages that only checks and generators use.
 */

const folder = new URL('../gates/', import.meta.url)

export const requireGate = createRequire(new URL('package.json', folder))

interface Call {
  readonly callee: { readonly start: number; readonly end: number }
  readonly arguments: readonly {
    readonly type: string
    readonly start: number
    readonly end: number
  }[]
}

interface Parser {
  /** The syntax tree and the comments of a TypeScript or JavaScript file. */
  readonly parseSync: (
    name: string,
    text: string
  ) => {
    readonly program: object
    readonly comments: readonly { readonly start: number; readonly value: string }[]
  }
  readonly Visitor: new (visitor: { readonly CallExpression: (call: Call) => void }) => {
    readonly visit: (program: object) => void
  }
}

export const { parseSync, Visitor } = requireGate('oxc-parser') as Parser

/** The absolute path of a file of such a package. */
export function gateFile(path: string): string {
  return fileURLToPath(new URL(`node_modules/${path}`, folder))
}

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  /** Standard output and standard error, in the order of arrival. */
  readonly output: string
}

/** Runs a script of such a package with this Node. */
export function runGate(
  script: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [gateFile(script), ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let stdout = ''
    let output = ''
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString()
      output += part.toString()
    })
    child.stderr.on('data', (part: Buffer) => (output += part.toString()))
    child.once('error', reject)
    child.once('close', code => resolve({ code, stdout, output }))
  })
}

/** Prints the problems of a check and sets the exit code. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
