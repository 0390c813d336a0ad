import { DefaultReporter, type TestCase, type TestModule } from 'vitest/node'

/** The default reporter that also counts files, prints errors at once and ends with a line for any CI. */
export class RunReporter extends DefaultReporter {
  private files = 0
  private done = 0
  private failed = 0

  override onTestRunStart(files: Parameters<DefaultReporter['onTestRunStart']>[0]): void {
    this.files = files.length
    super.onTestRunStart(files)
  }

  override onTestModuleEnd(file: TestModule): void {
    this.done++
    if (file.state() === 'failed') this.failed++
    super.onTestModuleEnd(file)
    for (const test of file.children.allTests('failed')) this.printErrors(test)
    if (!this.isTTY) this.log(`   ${this.done}/${this.files} files, ${this.failed} failed`)
  }

  override onTestRunEnd(...run: Parameters<DefaultReporter['onTestRunEnd']>): void {
    super.onTestRunEnd(...run)
    const [files, errors] = run
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const file of files) {
      if (!file.ok() && file.errors().length > 0) count.failed++
      for (const test of file.children.allTests()) count[test.result().state]++
    }
    const skipped = count.skipped + count.pending
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    process.stdout.write(`${count.passed} passed, ${count.failed} failed${tail}\n`)
  }

  private printErrors(test: TestCase): void {
    for (const error of test.result().errors ?? []) {
      this.error(`FAIL ${test.fullName}`)
      this.ctx.logger.printError(error, { project: test.project })
    }
  }
}
