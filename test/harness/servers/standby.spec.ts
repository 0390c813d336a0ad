import { startPostgres } from '../../../tools/stores/postgres.ts'
import { ask, until } from './ask.ts'
import { promote, startStandby } from './standby.ts'

it('A standby follows its primary, and accepts writes when promoted after a crash', async () => {
  const primary = await startPostgres()
  await ask(primary.url, 'CREATE TABLE told (word text)')
  const standby = await startStandby(primary)
  try {
    await ask(primary.url, `INSERT INTO told VALUES ('streamed')`)
    await until(async () => (await ask(standby.url, 'SELECT word FROM told')) === 'streamed')
    await expect(ask(standby.url, `INSERT INTO told VALUES ('x')`)).rejects.toThrow('read-only')

    await primary.crash()
    await promote(standby)
    await ask(standby.url, `INSERT INTO told VALUES ('written')`)
    expect(await ask(standby.url, 'SELECT count(*) FROM told')).toBe('2')
  } finally {
    await Promise.all([primary.stop(), standby.stop()])
  }
})
