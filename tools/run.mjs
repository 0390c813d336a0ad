// @ts-check

// npm test, npm run demo, … on a fresh clone and a machine that has only some Node and npm: see
// to the dependencies, then run the task's steps on the Node that the lockfile names. Plain
// JavaScript without a dependency, since it runs before there are any. The parts:
//   launcher/tasks.mjs        what each task does
//   launcher/install.mjs      npm ci when the lockfile is not what was installed
//   launcher/pinned-node.mjs  which Node
//   launcher/run-steps.mjs    the steps, one after the other; signals, exit codes
//   launcher/run-together.mjs the steps of the check, side by side

import { fileURLToPath } from 'node:url'
import { installWhenNeeded } from './launcher/install.mjs'
import { nodeFor, requireNodeInReach } from './launcher/pinned-node.mjs'
import { LauncherError } from './launcher/project.mjs'
import { endLike } from './launcher/run-child.mjs'
import { runSteps } from './launcher/run-steps.mjs'
import { runTogether } from './launcher/run-together.mjs'
import { listOfTasks, stepsWith, tasks } from './launcher/tasks.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const wrongUse = { code: 2, signal: null }

// Beside the steps' own output, so that a task's result can go into a pipe or a file.
/** @param {string} line */
const say = line => process.stderr.write(`${line}\n`)

/**
 * @param {readonly string[]} argv
 * @returns {Promise<import('./launcher/run-child.mjs').Ending>}
 */
async function main([name, ...args]) {
  if (name === undefined || name === '--help') {
    process.stdout.write(listOfTasks())
    return { code: 0, signal: null }
  }
  const task = Object.keys(tasks).includes(name) ? tasks[name] : undefined
  if (!task) {
    say(`There is no task "${name}".\n\n${listOfTasks()}`)
    return wrongUse
  }
  const steps = stepsWith(task, args)
  if (!steps) {
    say(`The task ${name} takes no arguments, and was given: ${args.join(' ')}`)
    return wrongUse
  }
  requireNodeInReach(root)
  const installed = await installWhenNeeded(root, process.env, say)
  if (installed.code !== 0 || installed.asked) return installed
  const node = nodeFor(root)
  const context = { root, node, env: process.env, say }
  return task.gate ? runTogether(name, steps, task.gate, context) : runSteps(name, steps, context)
}

try {
  endLike(await main(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof LauncherError)) throw error
  say(error.message)
  process.exitCode = 1
}
