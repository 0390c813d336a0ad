import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

describe('packaging', () => {
  it.each([
    ['tools/check-image.ts', '--quick'],
    ['tools/check-chart.ts', '--']
  ])('passes %s', async (...command) => {
    const { stderr } = await run(process.execPath, command)
    expect(stderr).toBe('')
  })
})
