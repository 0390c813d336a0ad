import { spawnSync } from 'node:child_process'

const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
const beside = 'tools/simulator/schema.spec.ts'
const throughHttp = 'test/e2e/http/request-rules.spec.ts'

describe('A test run without its stores', () => {
  it.each([[throughHttp], [beside, throughHttp], ['-t', 'schema'], ['--findRelatedTests', beside]])(
    'runs nothing, says what to do, and is no green one: %s',
    (...args) => {
      const { status, output } = runWithoutStores(args)

      expect(status).toBe(1)
      expect(output).toMatch(/^NOT RUN: DATABASE_URL is set, and the server does not answer/m)
      expect(output).toMatch(/^NOT RUN: REDIS_URL is set, and the server does not answer/m)
      expect(output).not.toMatch(/passed|secret/)
    }
  )

  it('goes on where only specs beside the code were chosen, which use none', () => {
    const { status, output } = runWithoutStores([beside])

    expect(output).toMatch(/^Tests: .* passed/m)
    expect(status).toBe(0)
  })
})

function runWithoutStores(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...jest, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none',
      REDIS_URL: 'redis://:secret@127.0.0.1:1'
    }
  })
  return { status, output: stdout + stderr }
}
