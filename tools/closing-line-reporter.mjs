/** Prints the one closing line that a CI of any language can read: "N passed, N failed". */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${tail}\n`)
  }
}
