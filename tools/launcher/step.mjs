// @ts-check
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentForSteps } from './environment.mjs'
import { binFile, LauncherError } from './project.mjs'
import { runChild } from './run-child.mjs'
import { packageOf } from './tasks.mjs'

/**
 * @typedef {import('./environment.mjs').Environment} Environment
 * @typedef {import('./run-child.mjs').Ending} Ending
 * @typedef {import('./tasks.mjs').Step} Step
 *
 * @typedef {object} Context
 * @property {string} root
 * @property {string} node the program for all steps
 * @property {Environment} env
 * @property {(line: string) => void} say
 */

const exitWithParent = fileURLToPath(new URL('exit-with-parent.cjs', import.meta.url))

/**
 * @param {Step} step
 * @param {Context} context
 * @param {(text: string) => void} [hear] gets what the step says, in place of the terminal
 */
export function runStep(step, { root, node, env }, hear) {
  const { args, own } = commandLine(step, root)
  const folders = [dirname(node), join(root, 'node_modules', '.bin')]
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = hear ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit']
  return runChild(
    node,
    args,
    {
      cwd: root,
      env: environmentForSteps(env, folders),
      stdio: [...stdio, ...(own ? [/** @type {const} */ ('ipc')] : [])]
    },
    {
      onStart: child => {
        for (const output of [child.stdout, child.stderr]) {
          output?.setEncoding('utf8').on('data', text => hear?.(text))
        }
      }
    }
  )
}

/**
 * The arguments to Node. No step goes through a shell: nothing to quote, and no shell that keeps
 * a signal to itself.
 *
 * @param {Step} step
 * @param {string} root
 */
function commandLine([command = '', ...rest], root) {
  const quiet = '--disable-warning=ExperimentalWarning'
  if (command !== 'node') {
    const packageName = packageOf[command]
    if (!packageName) throw new LauncherError(`No package is known for the command ${command}`)
    return { args: [quiet, binFile(root, packageName, command), ...rest], own: false }
  }
  const script = rest.find(part => !part.startsWith('-'))
  // Our own scripts may run for long, and then have to end with us: see ./parent-watch.mjs.
  const own = script !== undefined && !script.startsWith('node_modules/')
  return { args: [quiet, ...(own ? ['--require', exitWithParent] : []), ...rest], own }
}

/** @param {Ending} ending */
export function how({ code, signal }) {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`
}
