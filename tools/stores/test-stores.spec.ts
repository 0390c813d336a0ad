import { spawnSync } from 'node:child_process'

const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js']

it('A test run without its stores runs nothing, says what to do, and is no green one', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...jest, 'tools/launcher/tasks.spec.ts'],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none',
        REDIS_URL: 'redis://:secret@127.0.0.1:1'
      }
    }
  )

  expect(status).toBe(1)
  expect(stderr).toMatch(/^NOT RUN: DATABASE_URL is set, and the server does not answer/m)
  expect(stderr).toMatch(/^NOT RUN: REDIS_URL is set, and the server does not answer/m)
  expect(stdout + stderr).not.toMatch(/passed|secret/)
})
