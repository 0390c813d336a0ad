// @ts-check
import { availableParallelism } from 'node:os'
import { how, runStep } from './step.mjs'

/**
 * @typedef {import('./step.mjs').Context} Context
 * @typedef {import('./step.mjs').Ending} Ending
 * @typedef {import('./tasks.mjs').Step} Step
 *
 * @typedef {object} Report
 * @property {Step} step
 * @property {string} seconds
 * @property {Ending} ending
 * @property {string} output
 */

// Each may take a compiler's memory.
const mostAtOnce = 4

/**
 * Runs all steps, some side by side, whatever becomes of the others; only those behind the gate wait
 * for it, and are left out when it fails. What a step says is printed whole when it has failed.
 *
 * @param {string} task
 * @param {readonly Step[]} steps
 * @param {Step} gate one of them
 * @param {Context} context
 * @param {number} [atOnce]
 * @returns {Promise<Ending>}
 */
export async function runTogether(
  task,
  steps,
  gate,
  context,
  atOnce = Math.min(availableParallelism(), mostAtOnce)
) {
  const started = Date.now()
  const behind = new Set(steps.slice(steps.indexOf(gate) + 1))
  const waiting = [gate, ...steps.filter(step => step !== gate)]
  /** @type {Report[]} */
  const reports = []
  /** @type {Set<Promise<void>>} */
  const running = new Set()

  const isOpen = () => reports.some(({ step, ending }) => step === gate && ending.code === 0)
  const next = () => waiting.findIndex(step => isOpen() || !behind.has(step))
  const asked = () => reports.find(({ ending }) => ending.asked)?.ending.asked
  /** @param {Step} step */
  const run = async step => {
    const report = await runOne(step, context)
    reports.push(report)
    if (!report.ending.asked) tell(report, context)
  }

  for (;;) {
    while (running.size < atOnce && !asked() && next() >= 0) {
      const [step = gate] = waiting.splice(next(), 1)
      const ended = run(step).finally(() => running.delete(ended))
      running.add(ended)
    }
    if (running.size === 0) break
    await Promise.race(running)
  }
  if (asked()) return { code: null, signal: null, asked: asked() }
  return summary(task, reports, waiting, started, context)
}

/**
 * @param {Step} step
 * @param {Context} context
 * @returns {Promise<Report>}
 */
async function runOne(step, context) {
  const started = Date.now()
  let output = ''
  const ending = await runStep(step, context, text => (output += text))
  return { step, seconds: secondsSince(started), ending, output }
}

/**
 * @param {Report} report
 * @param {Context} context
 */
function tell({ step, seconds, ending, output }, { say }) {
  const ok = ending.code === 0
  say(`${ok ? '✓' : '✗'} ${step.join(' ')}  ${seconds}`)
  if (!ok) say(`\n${output.trim() || how(ending)}\n`)
}

/**
 * @param {string} task
 * @param {readonly Report[]} reports
 * @param {readonly Step[]} waiting
 * @param {number} started
 * @param {Context} context
 * @returns {Ending}
 */
function summary(task, reports, waiting, started, { say }) {
  const failed = reports.filter(({ ending }) => ending.code !== 0)
  const count = reports.length + waiting.length
  if (failed.length === 0) {
    say(`${task} passed: ${count} steps in ${secondsSince(started)}`)
    return { code: 0, signal: null }
  }
  const names = failed.map(({ step }) => step.join(' ')).join(', ')
  const rest = waiting.length > 0 ? `; not run without it: ${waiting.length}` : ''
  say(`${task} failed, ${failed.length} of ${count} steps: ${names}${rest}`)
  return { code: 1, signal: null }
}

/** @param {number} started */
function secondsSince(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`
}
