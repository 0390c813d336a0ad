import { createHash, randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runMigrations } from '#core/database/migrations/run-migrations.js'
import { parseSettings } from '#core/config/parse-settings.js'
import { databaseConfig } from '#core/database/database.config.js'
import type { Server } from '../../../tools/stores/server.ts'
import { ask } from '../../harness/servers/ask.ts'
import { chaosForm } from '../../harness/scenarios/chaos-form.js'
import { itRestoresBackup } from '../../harness/scenarios/backup/it-restores-backup.js'
import { backupTools, withFolder, type BackupTools } from '../../harness/scenarios/backup/backup.js'

describe('A backup, restored on a new server', () => {
  itRestoresBackup(
    chaosForm({
      short: { stories: 6, perSecondMeanwhile: 0 },
      long: { stories: 400, perSecondMeanwhile: 40 }
    })
  )
})

describe('The backup and restore scripts', () => {
  let tools: BackupTools
  let server: Server
  let folder: string
  let dump: string
  beforeAll(async () => {
    tools = await backupTools()
    server = await tools.startServer()
    folder = await mkdtemp(join(tmpdir(), 'jiraiya-backup-'))
    await runMigrations(parseSettings(databaseConfig, { DATABASE_URL: server.url }))
    dump = (await tools.backup(server.url, folder)).said.trim()
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  /** The URL of a new database on the same server. */
  async function emptyDatabase(): Promise<string> {
    const name = `restored_${randomBytes(4).toString('hex')}`
    await ask(server.url, `CREATE DATABASE ${name} TEMPLATE template0`)
    const url = new URL(server.url)
    url.pathname = `/${name}`
    return url.href
  }

  it('write a dump, its counts and its checksums, and no partial file', async () => {
    const name = dump.slice(folder.length + 1, -'.dump'.length)
    expect(name).toMatch(/^jiraiya-\d{8}T\d{6}Z$/)
    expect((await readdir(folder)).toSorted()).toEqual([
      `${name}.counts`,
      `${name}.dump`,
      `${name}.sha256`
    ])
  })

  it('reject a restore into a database that is not empty', async () => {
    const { code, said } = await tools.restore(server.url, dump)
    expect({ code, said }).toEqual({
      code: 1,
      said: 'The database is not empty: restore into a new one\n'
    })
  })

  it('reject a backup that was changed', async () => {
    await withFolder(async other => {
      const copy = (await tools.backup(server.url, other)).said.trim()
      await appendFile(copy, 'x')
      const { code, said } = await tools.restore(await emptyDatabase(), copy)
      expect(code).toBe(1)
      expect(said).toContain('The backup is damaged')
    })
  })

  it('reject a backup with missing rows', async () => {
    await withFolder(async other => {
      const copy = (await tools.backup(server.url, other)).said.trim()
      await sayAnotherCount(copy)
      const { code, said } = await tools.restore(await emptyDatabase(), copy)
      expect(code).toBe(1)
      expect(said).toContain('Not all rows are there')
    })
  })

  it('reject a schema newer than this version, unless that is explicitly allowed', async () => {
    const newer = await emptyDatabase()
    expect((await tools.restore(newer, dump)).code).toBe(0)
    await ask(newer, `INSERT INTO kysely_migration VALUES ('9999-of-tomorrow', now()::text)`)
    await withFolder(async other => {
      const copy = (await tools.backup(newer, other)).said.trim()
      const { code, said } = await tools.restore(await emptyDatabase(), copy)
      expect(code).toBe(1)
      expect(said).toContain('newer than this version of the service: it has 9999-of-tomorrow')
      const unchecked = await tools.restore(await emptyDatabase(), copy, '--schema-unchecked')
      expect(unchecked.code).toBe(0)
    })
  })

  it('fail without leaving files when the server is unreachable', async () => {
    await withFolder(async other => {
      const { code, said } = await tools.backup('postgres://me:the-password@127.0.0.1:9/db', other)
      expect(code).not.toBe(0)
      expect(said).not.toContain('the-password')
      expect(await readdir(other)).toEqual([])
    })
  })

  it.each([
    'mysql://me:the-password@127.0.0.1/db',
    'postgres://me:the-password@127.0.0.1',
    'postgres://me:the-password@127.0.0.1/db?options=the-password'
  ])('reject an invalid address without printing it: %#', async url => {
    const { code, said } = await tools.backup(url, folder)
    expect(code).toBe(1)
    expect(said).toMatch(/^DATABASE_URL (must be|has an unsupported parameter)/)
    expect(said).not.toContain('the-password')
  })
})

/** Simulates a valid dump that holds fewer rows than the database. */
async function sayAnotherCount(dump: string): Promise<void> {
  const [counts, digests] = ['counts', 'sha256'].map(ending => dump.replace(/dump$/, ending))
  const text = await readFile(String(counts), 'utf8')
  await writeFile(String(counts), text.replace('stories 0', 'stories 7'))
  const lines = await Promise.all(
    [dump, String(counts)].map(async file => {
      const digest = createHash('sha256').update(await readFile(file))
      return `${digest.digest('hex')}  ${basename(file)}\n`
    })
  )
  await writeFile(String(digests), lines.join(''))
}
