// @ts-check
import { relative } from 'node:path'

/**
 * What is used of Jest's types, whose packages are no dependencies of ours.
 *
 * @typedef {{ numFailingTests: number, testExecError?: unknown, failureMessage?: string | null, perfStats: { runtime: number } }} FileResult
 * @typedef {{ numTotalTestSuites: number, numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number, numTodoTests: number, startTime: number }} Results
 */

const tty = process.stderr.isTTY

/**
 * How far a run is, what failed as soon as it failed, and at the end the one line that a CI of any
 * language can read: "N passed, N failed".
 */
export default class RunReporter {
  #done = 0
  #failedFiles = 0
  #root

  /** @param {{ readonly rootDir: string }} config */
  constructor({ rootDir }) {
    this.#root = rootDir
  }

  /** @param {Results} results */
  onRunStart({ numTotalTestSuites: files }) {
    process.stderr.write(`${files} test files\n`)
  }

  /**
   * @param {{ readonly path: string }} file
   * @param {FileResult} result
   * @param {Results} all
   */
  onTestResult({ path }, result, all) {
    this.#done++
    const failed = result.numFailingTests > 0 || result.testExecError !== undefined
    const name = relative(this.#root, path)
    if (failed) {
      this.#failedFiles++
      this.#clear()
      process.stderr.write(`FAIL ${name}\n${result.failureMessage ?? ''}\n`)
    }
    const line = `${this.#done}/${all.numTotalTestSuites} files, ${this.#failedFiles} failed`
    const seconds = Math.round(result.perfStats.runtime / 1000)
    this.#clear()
    process.stderr.write(tty ? line : `${line}: ${name} (${seconds} s)\n`)
  }

  /**
   * @param {ReadonlySet<unknown>} _contexts
   * @param {Results} results
   */
  onRunComplete(_contexts, results) {
    this.#clear()
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    const seconds = Math.round((Date.now() - results.startTime) / 1000)
    process.stderr.write(`${results.numTotalTestSuites} files in ${seconds} s\n`)
    process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${tail}\n`)
  }

  #clear() {
    if (tty) process.stderr.write('\r\x1b[K')
  }
}
