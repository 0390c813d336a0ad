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
 * @property {boolean} [report] a line with the seconds of each step, and a summary
 */

const exitWithParent = fileURLToPath(new URL('exit-with-parent.cjs', import.meta.url))

/**
 * Runs the steps in order, up to the first that fails or a signal to end.
 *
 * @param {string} task
 * @param {readonly Step[]} steps
 * @param {Context} context
 * @returns {Promise<Ending>} of the last step that ran
 */
export async function runSteps(task, steps, context) {
  const { say, report } = context
  const started = Date.now()
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1
    const title = step.join(' ')
    const stepStarted = Date.now()
    const ending = await runStep(step, context)
    const ok = ending.code === 0

    if (report) say(`${ok ? '✓' : '✗'} ${title}  ${secondsSince(stepStarted)}`)
    if (ok && last) break
    if (ok && !ending.asked) continue

    const rest = report ? `; not run: ${steps.length - index - 1} of ${steps.length} steps` : ''
    if (!ending.asked && (report || !last)) say(`${task} failed: ${title} ${how(ending)}${rest}`)
    // Ended well because it was asked to end: the task as a whole was still broken off.
    return ok ? { code: null, signal: null, asked: ending.asked } : ending
  }
  if (report) say(`${task} passed: ${steps.length} steps in ${secondsSince(started)}`)
  return { code: 0, signal: null }
}

/**
 * @param {Step} step
 * @param {Context} context
 */
function runStep(step, { root, node, env }) {
  const { args, own } = commandLine(step, root)
  const folders = [dirname(node), join(root, 'node_modules', '.bin')]
  return runChild(node, args, {
    cwd: root,
    env: environmentForSteps(env, folders),
    stdio: ['inherit', 'inherit', 'inherit', ...(own ? [/** @type {const} */ ('ipc')] : [])]
  })
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
function how({ code, signal }) {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`
}

/** @param {number} started */
function secondsSince(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`
}
