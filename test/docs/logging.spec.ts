import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { LogLine } from '../../tools/dev/service-process.ts'
import { provokeLog } from '../harness/scenarios/provoked-log.js'

const root = new URL('../../', import.meta.url)
const page = await readFile(new URL('docs/logging.md', root), 'utf8')
const entries = new Map(
  page
    .split(/^### `/m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('`')), section] as const)
)
const logged = await loggedActions()
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** Lines that this test does not make a service write, and why. */
const notProvoked: Readonly<Record<string, string>> = {
  write_dropped: 'five thousand finished stories would have to wait for PostgreSQL',
  db_pooler: 'PgBouncer is started by test/chaos/stores/pgbouncer.spec.ts only',
  job_queue_error: 'the queue has statements only now and then, and none may fail in a test',
  job_queue_warning: 'a queue would have to hold ten thousand jobs',
  webhook_given_up: 'a webhook is given up after a day',
  budget_webhook_lost:
    'PostgreSQL would have to fail between a settlement and the webhook of its warning',
  retention_failed: 'the first run is a minute after the start, the next an hour later'
}

interface Example {
  readonly level: string
  readonly time: string
  readonly action: string
  readonly msg: string
}

describe('docs/logging.md', () => {
  it('has an entry for every logged action, and for no other', () => {
    expect([...entries.keys()].toSorted()).toEqual([...logged].toSorted())
  })

  it.each([...entries])('has an example line for %s with its level', (action, entry) => {
    expect(exampleOf(entry)).toMatchObject({
      level: expect.stringMatching(new RegExp(`^(${levels.join('|')})$`)),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      action,
      msg: expect.stringMatching(/\w/)
    })
    expect(entry).toContain(`\n\n\`${exampleOf(entry).level}\``)
  })

  describe('and the log of a running service', () => {
    let lines: readonly LogLine[]
    beforeAll(async () => {
      lines = await provokeLog()
    })

    it('have the same actions', () => {
      const written = new Set(lines.map(({ action }) => action))
      const missing = [...entries.keys()].filter(action => !written.has(action))
      expect(missing.filter(action => !(action in notProvoked))).toEqual([])
    })

    it.each([...entries].filter(([action]) => !(action in notProvoked)))(
      'agree on level, fields and values of %s',
      (action, entry) => {
        const written = lines.filter(line => line['action'] === action).map(comparable)
        expect(written).toContainEqual(comparable(exampleOf(entry)))
      }
    )

    it('agree on the fields of a request', () => {
      const [, request] = [...entries].find(([action]) => action === 'request') ?? []
      const line = lines.find(({ action, userId }) => action === 'request' && userId !== undefined)
      expect(Object.keys(exampleOf(request ?? ''))).toEqual(Object.keys(line ?? {}))
    })
  })
})

function exampleOf(entry: string): Example {
  const [, text = ''] = /\n```text\n(.*)\n```/.exec(entry) ?? []
  return JSON.parse(text) as Example
}

/** The examples omit these, as the page says. */
const omitted = ['service', 'environment', 'trace_id', 'span_id', 'requestId', 'correlationId']
const omittedFields = new Set([...omitted, 'userId', 'path', 'method'])

/** Their values depend on the run, so only their presence is compared. */
const anyValue = new Set(['time', 'stack', 'model', 'migrations', 'keyId'])
const ids = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\breq[-_][\w-]+|"\w+"/g

/** The line without omitted fields, and without ids, names and numbers, which differ between runs. */
function comparable(line: Example | LogLine): object {
  const fields = Object.entries(line).filter(([name]) => !omittedFields.has(name))
  const written = Object.fromEntries(fields) as Readonly<Record<string, unknown>>
  // Any error can be uncaught, so only the names of its fields are compared.
  const err = line.action === 'uncaught_error' && { err: Object.keys(Object(written['err'])) }
  return { ...(withoutVariables(written) as object), ...err }
}

function withoutVariables(value: unknown): unknown {
  if (typeof value === 'number') return 0
  if (typeof value === 'string') return plainText(value)
  if (Array.isArray(value)) return value.map(withoutVariables)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(
    ([name, field]) => [name, anyValue.has(name) ? 'any' : withoutVariables(field)] as const
  )
  return Object.fromEntries(fields)
}

/** A lost connection is noticed by the system call that happens to run. */
function plainText(text: string): string {
  return text
    .replace(/\b(connect|read|write) ECONNRESET( [\d.:]+)?/, 'ECONNRESET')
    .replace(ids, 'ID')
    .replace(/\d+/g, '0')
}

/**
 * Objects that are passed to a logger. Audit events and metric labels have an `action` too, but are
 * not log lines.
 */
async function loggedActions(): Promise<ReadonlySet<string>> {
  const actions = new Set<string>()
  for await (const path of glob('src/**/*.ts', { cwd: fileURLToPath(root) })) {
    const text = await readFile(new URL(path, root), 'utf8')
    if (!text.includes('PinoLogger') || path.endsWith('.spec.ts')) continue
    for (const [, before = '', name = ''] of text.matchAll(/(\w*\(|.)\s*\{\s*action: '(\w+)'/g)) {
      if (before !== 'inc(') actions.add(name)
    }
  }
  return actions
}
