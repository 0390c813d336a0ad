import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ErrorKind } from '#core/errors/error-kind.js'
import { errorCatalogue } from '../../src/app.errors.js'
import { declaredMetrics } from '../../src/app.metrics.js'
import { settingGroups } from '../../src/app.settings.js'
import { AiError } from '#modules/llm/ai-error.js'
import { failurePolicies, type FailurePolicy, type Reason } from '#modules/llm/failure-policies.js'

const root = new URL('../../', import.meta.url)
const page = await readFile(new URL('docs/failure-modes.md', root), 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section] as const)
)
const codes = Object.entries<ErrorKind>(errorCatalogue)
const afterTheCodes = 'Outages'

describe('docs/failure-modes.md', () => {
  it('has a heading for every error code, in the order of the catalogue, then one for outages', () => {
    expect([...sections.keys()]).toEqual([...codes.map(([code]) => code), afterTheCodes])
  })

  it.each(codes)('has status, retryable and instructions for %s', (code, kind) => {
    const section = sections.get(code)
    const retryable = kind.retryable ? 'retryable' : 'not retryable'
    expect(section).toContain(`\n\nStatus ${kind.status}, ${retryable}.`)
    expect(section).toContain('\n- **Check first**: ')
    expect(section).toContain('\n- **The caller**: ')
  })

  it.each(codes)('has a row for every reason of %s that agrees with the failure policies', code => {
    const expected = Object.entries<FailurePolicy>(failurePolicies)
      .filter(([, outcome]) => outcome.code === code)
      .map(([reason, outcome]) => factsOf(reason as Reason, outcome))
    expect(rowsOf(sections.get(code) ?? '')).toEqual(expected)
  })

  it('describes the cause and the check for every reason', () => {
    const empty = page.split('\n').filter(line => /^\| `.*\| +\|/.test(line))
    expect(empty).toEqual([])
  })

  it('names only existing metrics, settings and log actions', async () => {
    const metrics = new Set<string>(declaredMetrics.map(({ name }) => name))
    const named = page.matchAll(/`(jiraiya_\w+)/g).map(([, name = '']) => name)
    expect([...named].filter(name => !metrics.has(name))).toEqual([])

    const known = new Set([
      ...settingGroups().flatMap(({ settings }) => settings.map(({ name }) => name)),
      ...codes.map(([c]) => c)
    ])
    const capitals = page.matchAll(/`([A-Z]+_[A-Z_]+)/g).map(([, name = '']) => name)
    expect([...capitals].filter(name => !known.has(name))).toEqual([])

    const logged = await loggedActions()
    const actions = page
      .matchAll(/log\s+(?:actions?|lines?)\s+`(\w+)`(?:\s+and\s+`(\w+)`)?/g)
      .flatMap(([, ...names]) => names.filter(name => name !== undefined))
    expect([...actions].filter(name => !logged.has(name))).toEqual([])
  })
})

interface Facts {
  readonly reason: string
  readonly again: string
  readonly breaker: string
  readonly fallback: string
  readonly billed: string
  readonly retryable: string
}

function factsOf(reason: Reason, { transient, breaker, fallback, charged }: FailurePolicy): Facts {
  return {
    reason,
    again: word(transient),
    breaker: word(breaker),
    fallback: word(fallback),
    billed: charged,
    retryable: word(new AiError(reason).retryable)
  }
}

function word(fact: boolean): string {
  return fact ? 'yes' : 'no'
}

/** The facts in a section's table: the columns after what happened and what to check. */
function rowsOf(section: string): Facts[] {
  return section
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => {
      const cells = line.split('|').map(cell => cell.trim())
      const [, reason = '', , , again = '', breaker = '', fallback = '', billed = '', last = ''] =
        cells
      return { reason: reason.slice(1, -1), again, breaker, fallback, billed, retryable: last }
    })
}

async function loggedActions(): Promise<ReadonlySet<string>> {
  const actions = new Set<string>()
  for await (const path of glob('src/**/*.ts', { cwd: fileURLToPath(root) })) {
    for (const [, name = ''] of (await source(path)).matchAll(/action: '(\w+)'/g)) actions.add(name)
  }
  return actions
}

function source(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8')
}
