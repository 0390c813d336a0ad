import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

const program = 'modules/stories/checks/command/verify'

async function verify(...lines: readonly string[]) {
  const child = spawn(process.execPath, ['tools/dev/start.ts', program], {
    stdio: ['pipe', 'pipe', 'pipe']
  })
  child.stdin.end(lines.join('\n'))
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close')
  ])
  const results: readonly unknown[] = output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown)
  return { results, errors, code: Number(code) }
}

describe('npm run verify', () => {
  const line = JSON.stringify({ language: 'en', keywords: ['fox'], content: 'Two foxes 🦊 slept.' })

  it('gives one line for each line, and needs no settings', async () => {
    const { results, errors, code } = await verify(line, '', line)
    const used = [{ keyword: 'fox', form: 'foxes', at: [4], evidence: 'inflected' }]
    expect(results).toEqual([
      expect.objectContaining({ used, missing: [] }),
      expect.objectContaining({ used, missing: [] })
    ])
    expect([errors, code]).toEqual(['', 0])
  })

  it('continues after a line that it cannot read, and ends with code 1', async () => {
    const { results, errors, code } = await verify('{"language":"en"', line)
    expect(results[0]).toEqual({ error: 'it is not a JSON object', line: 1 })
    expect(results[1]).toMatchObject({ missing: [] })
    expect([errors, code]).toEqual(['', 1])
  })
})
