// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { binFile } from '../launcher/project.mjs'

const exitWithParent = fileURLToPath(new URL('../launcher/exit-with-parent.cjs', import.meta.url))

/**
 * Compiles what the tests start as a process of its own.
 *
 * @param {string} root
 */
export async function buildService(root) {
  const compiler = spawn(
    process.execPath,
    ['--require', exitWithParent, binFile(root, '@nestjs/cli', 'nest'), 'build'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }
  )
  let output = ''
  for (const part of [compiler.stdout, compiler.stderr]) part?.on('data', text => (output += text))
  const [code] = await once(compiler, 'close')
  if (code !== 0) throw new Error(`src does not compile.\n${output.trim()}`)
}
