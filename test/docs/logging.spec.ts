import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { LogLine } from '../../tools/dev/service-process.ts'
import { provokeLog } from '../harness/provoked-log.js'

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

/** Lines that no test makes a service write, and why. */
const notProvoked: Readonly<Record<string, string>> = {
  write_dropped: 'five thousand finished stories would have to wait for PostgreSQL',
  retention_failed: 'the first run is a minute after the start, the next an hour later'
}

interface Example {
  readonly level: string
  readonly time: string
  readonly action: string
  readonly msg: string
}

describe('docs/logging.md', () => {
  it('has an entry for every action that is logged, and for no other', () => {
    expect([...entries.keys()].toSorted()).toEqual([...logged].toSorted())
  })

  it.each([...entries])('has a line of %s for an example, and says its level', (action, entry) => {
    expect(exampleOf(entry)).toMatchObject({
      level: expect.stringMatching(new RegExp(`^(${levels.join('|')})$`)),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      action,
      msg: expect.stringMatching(/\w/)
    })
    expect(entry).toContain(`\n\n\`${exampleOf(entry).level}\``)
  })

  describe('and what a service writes', () => {
    let lines: readonly LogLine[]
    beforeAll(async () => {
      lines = await provokeLog()
      ;(await import('node:fs')).writeFileSync('/tmp/docs2-lines.json', JSON.stringify(lines))
    }, 120_000)

    it('are alike for every action but two', () => {
      const written = new Set(lines.map(({ action }) => action))
      const missing = [...entries.keys()].filter(action => !written.has(action))
      expect(missing.toSorted()).toEqual(Object.keys(notProvoked).toSorted())
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

/** Left out of the examples, as the page says. */
const fieldsOfARequest = ['requestId', 'correlationId', 'userId', 'path', 'method']
const leftOut = new Set(['time', 'service', 'environment', 'trace_id', 'span_id', ...fieldsOfARequest])

/** A line without the fields that the examples omit and without the values that differ between runs. */
function comparable(line: Example | LogLine): unknown {
  const fields = Object.entries(line).filter(([name]) => !leftOut.has(name))
  return withoutChance(Object.fromEntries(fields))
}

function withoutChance(value: unknown): unknown {
  if (typeof value === 'number') return 0
  if (typeof value === 'string')
    return value.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\breq_\w+/g, 'ID').replace(/\d+/g, '0')
  if (Array.isArray(value)) return value.map(withoutChance)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name]) => name !== 'stack')
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutChance(field)]))
}

/** What is handed to a logger; the audit's actions and a metric's label of that name are none. */
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
