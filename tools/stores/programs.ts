import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { ServerUser } from './server-user.ts'

const execute = promisify(execFile)

/** A program that takes longer hangs. */
const maxMs = 600_000
const suffix = process.platform === 'win32' ? '.exe' : ''

export interface RunOptions {
  readonly user?: ServerUser | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly cwd?: string
}

/** Runs a program and returns its output. */
export async function run(
  file: string,
  args: readonly string[],
  { user, env, cwd }: RunOptions = {}
): Promise<string> {
  const options = { ...user, cwd: cwd ?? '/', timeout: maxMs, maxBuffer: 1 << 26 }
  const { stdout } = await execute(file, args, { ...options, env: { ...process.env, ...env } })
  return stdout
}

/** Whether the program exists, can be run by this user, and finds its libraries. */
export async function works(file: string, options?: RunOptions): Promise<boolean> {
  return run(file, ['--version'], options).then(
    () => true,
    () => false
  )
}

export function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return folders.map(folder => join(folder, `${name}${suffix}`)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
