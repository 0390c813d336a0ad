import { spawnSync } from 'node:child_process'

const unit = 'tools/simulator/schema.spec.ts'
const service = 'test/e2e/http/request-rules.spec.ts'

describe('A test run without its stores', () => {
  it.each([[[service]], [[unit, service]], [['-t', 'schema']]])(
    'runs no tests, prints instructions and fails: %s',
    args => {
      const { status, output } = runWithoutStores(args)

      expect(status).toBe(1)
      expect(output).toMatch(/^NOT RUN: DATABASE_URL is set, and the server does not answer/m)
      expect(output).toMatch(/^NOT RUN: REDIS_URL is set, and the server does not answer/m)
      expect(output).not.toMatch(/passed|secret/)
    }
  )

  it('passes if only unit specs are selected, which need no stores', () => {
    const { status, output } = runWithoutStores([unit])

    expect(output).toMatch(/^\d+ passed, 0 failed$/m)
    expect(status).toBe(0)
  })
})

function runWithoutStores(args: readonly string[]) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project=unit', '--project=service']
  const { status, stdout, stderr } = spawnSync(process.execPath, [...vitest, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none',
      REDIS_URL: 'redis://:secret@127.0.0.1:1'
    }
  })
  return { status, output: stdout + stderr }
}
