// @ts-check
import { how, runStep } from './step.mjs'

/**
 * @typedef {import('./step.mjs').Context} Context
 * @typedef {import('./step.mjs').Ending} Ending
 * @typedef {import('./tasks.mjs').Step} Step
 */

/**
 * Runs the steps in order, up to the first that fails or a signal to end.
 *
 * @param {string} task
 * @param {readonly Step[]} steps
 * @param {Context} context
 * @returns {Promise<Ending>} of the last step that ran
 */
export async function runSteps(task, steps, context) {
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1
    const ending = await runStep(step, context)
    const ok = ending.code === 0
    if (ok && last) break
    if (ok && !ending.asked) continue

    if (!ending.asked && !last) context.say(`${task} failed: ${step.join(' ')} ${how(ending)}`)
    // Ended well because it was asked to end: the task as a whole was still broken off.
    return ok ? { code: null, signal: null, asked: ending.asked } : ending
  }
  return { code: 0, signal: null }
}
