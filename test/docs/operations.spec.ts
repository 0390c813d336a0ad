import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { databaseConfig } from '#core/database/database.config.js'
import { parseSettings } from '#core/config/parse-settings.js'
import { settingGroups } from '../../src/app.settings.js'
import { runMigrations } from '#core/database/migrations/run-migrations.js'
import { errorCatalogue } from '../../src/app.errors.js'
import { libraryMetrics } from '#core/metrics/library-metrics.js'
import { declaredMetrics } from '../../src/app.metrics.js'
import { failurePolicies } from '#modules/llm/failure-policies.js'
import { createTestDatabase, type TestDatabase } from '../harness/service/stores.js'

interface Alert {
  readonly name: string
  readonly severity: string
  readonly runbook: string
}

const root = new URL('../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')
const page = await read('docs/operations.md')
const rules = await read('helm/jiraiya/files/prometheus/alerts.yml')
const records = await read('helm/jiraiya/files/prometheus/recording-rules.yml')
const document = JSON.parse(await read('docs/openapi.json')) as {
  readonly paths: Readonly<Record<string, object>>
}
const alerts = rules
  .split(/^ +- alert: /m)
  .slice(1)
  .map(toAlert)
const sections = new Map(
  chapter('Alerts')
    .split(/^### /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section] as const)
)

describe('docs/operations.md, alerts', () => {
  it('has a section for every alert, in the order of the rules, and no others', () => {
    expect(alerts.length).toBeGreaterThan(10)
    const linked = alerts.map(({ runbook }) => runbook.replace('docs/operations.md#', ''))
    expect([...sections.keys()].map(anchorOf)).toEqual(linked)
    expect([...sections.keys()]).toEqual(alerts.map(({ name }) => headingOf(name)))
  })

  it.each(alerts)('has meaning, impact, check and fix for $name', alert => {
    const section = sections.get(headingOf(alert.name)) ?? ''
    expect(section).toContain(`\n\n\`${alert.name}\`, ${alert.severity}.\n\n- **Meaning**: `)
    expect(section.match(/^- \*\*[^*]+\*\*/gm)).toEqual(
      ['Meaning', 'Impact', 'Check', 'Fix'].map(name => `- **${name}**`)
    )
    expect(section.match(/^ {2}\d\. /gm)).toEqual(['  1. ', '  2. ', '  3. '])
  })
})

describe('docs/operations.md', () => {
  it('names only existing metrics', () => {
    const known = new Set<string>()
    for (const { name, type } of [...declaredMetrics, ...libraryMetrics]) {
      known.add(name)
      if (type === 'histogram') {
        for (const series of ['bucket', 'sum', 'count']) known.add(`${name}_${series}`)
      }
    }
    const named = all(/(?<![:\w])((?:jiraiya|gen_ai|nodejs|process)_\w+)/g).filter(
      // A label that is not the service's, but that of another program.
      name => !name.startsWith('gen_ai_') || name.includes('client')
    )
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter(name => !known.has(name))).toEqual([])
  })

  it('names only existing recorded series', () => {
    const recorded = new Set(Array.from(records.matchAll(/record: (\S+)/g), ([, name]) => name))
    expect(all(/\b(job:\w+:\w+)/g).filter(name => !recorded.has(name))).toEqual([])
  })

  it('names only existing settings, error codes and reasons', () => {
    const settings = settingGroups().flatMap(group =>
      group.settings.flatMap(({ name }) => [name, `${name}_FILE`])
    )
    // Names that are not settings: a variable of Node, the placeholder for the file of a setting, and
    // a switch of the tests.
    const others = ['NODE_OPTIONS', 'NAME_FILE', 'CHAOS_LONG']
    const known = new Set([...settings, ...others, ...Object.keys(errorCatalogue)])
    expect(all(/`([A-Z]+_[A-Z_]+)/g).filter(name => !known.has(name))).toEqual([])
    const reasons = all(/`(upstream_\w+)`/g)
    expect(reasons.filter(reason => !(reason in failurePolicies))).toEqual([])
  })

  it('names only existing log actions', async () => {
    const logged = await loggedActions()
    const lists = all(/log\s+actions?\s+((?:`\w+`(?:,\s+|\s+and\s+)?)+)/gi)
    const actions = lists.flatMap(list => Array.from(list.matchAll(/`(\w+)`/g), ([, name]) => name))
    expect(actions.length).toBeGreaterThan(20)
    expect(actions.filter(name => !logged.has(String(name)))).toEqual([])
  })

  it('names only existing routes', () => {
    const known = new Set(
      Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map(
          method => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
        )
      )
    )
    const named = all(/`((?:GET|POST|PUT|DELETE) \/[\w/:]+)/g)
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(route => !known.has(route))).toEqual([])
  })

  it('has no broken links', async () => {
    const broken: string[] = []
    for (const target of all(/\]\(([^)]+)\)/g)) {
      const [file = '', anchor] = target.split('#')
      const text = file === '' ? page : await read(`docs/${file}`).catch(() => undefined)
      const anchors = text?.match(/^#+ .+$/gm)?.map(line => anchorOf(line.replace(/^#+ /, '')))
      if (anchors === undefined || (anchor !== undefined && !anchors.includes(anchor))) {
        broken.push(target)
      }
    }
    expect(broken).toEqual([])
  })

  it('names only existing files', async () => {
    const files = all(/`((?:test|ops|bench|src|observability)\/[\w./-]+\.\w+)/g)
    const missing: string[] = []
    for (const file of files) await read(file).catch(() => missing.push(file))
    expect(missing).toEqual([])
  })
})

describe('The SQL of docs/operations.md', () => {
  let database: TestDatabase
  let session: Client
  beforeAll(async () => {
    database = await createTestDatabase()
    await runMigrations(parseSettings(databaseConfig, { DATABASE_URL: database.url }))
    session = new Client({ connectionString: database.url })
    await session.connect()
    await session.query('SET default_transaction_read_only = on')
  })
  afterAll(async () => {
    await session.end()
    await database.drop()
  })

  const blocks = Array.from(
    page.matchAll(/^```sql\n-- (\d)\. ([^\n]+)\n([^`]+)```$/gm),
    ([, number, title, query]) => [number, title, query] as const
  )

  it('is numbered as the text refers to it', () => {
    const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh']
    expect(blocks.map(([number]) => Number(number))).toEqual(ordinals.map((_, index) => index + 1))
    const called = all(/(\w+)\s+query\s+of\s+\[Ledger queries\]/g)
    expect(called.length).toBeGreaterThan(4)
    expect(called.filter(ordinal => !ordinals.includes(ordinal))).toEqual([])
  })

  it.each(blocks)('runs and changes nothing: %s. %s', async (_number, _title, query = '') => {
    await expect(session.query(query)).resolves.toBeDefined()
  })
})

function toAlert(text: string): Alert {
  const found = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? ''
  return {
    name: found(/^(\w+)/),
    severity: found(/severity: (\w+)/),
    runbook: found(/runbook: (\S+)/)
  }
}

/** `JiraiyaNoStories` has the heading "Jiraiya no stories". */
function headingOf(name: string): string {
  const [first = '', ...others] = name.split(/(?=[A-Z])/)
  return [first, ...others.map(word => word.toLowerCase())].join(' ')
}

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function chapter(name: string): string {
  return page.split(/^## /m).find(text => text.startsWith(`${name}\n`)) ?? ''
}

/** The text of the pattern's group in every match. */
function all(pattern: RegExp): readonly string[] {
  return Array.from(page.matchAll(pattern), ([, found = '']) => found)
}

async function loggedActions(): Promise<ReadonlySet<string>> {
  const actions = new Set<string>()
  for await (const path of glob('src/**/*.ts', { cwd: fileURLToPath(root) })) {
    for (const [, name = ''] of (await read(path)).matchAll(/action: '(\w+)'/g)) actions.add(name)
  }
  return actions
}
