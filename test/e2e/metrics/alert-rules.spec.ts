import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promtool } from '../../harness/servers/observability/prometheus.ts'
import {
  faster,
  ruleFiles,
  rulesFolder
} from '../../harness/servers/observability/watching-prometheus.js'

const testsFolder = new URL('../../../observability/prometheus/', import.meta.url)
const path = (name: string, folder = rulesFolder): string => fileURLToPath(new URL(name, folder))
const tests = ['alerts', 'slow', 'usual-names'].map(name =>
  path(`tests/${name}.test.yml`, testsFolder)
)
const windows = ['5m', '30m', '1h', '6h', '3d']

async function text(name: string): Promise<string> {
  return readFile(new URL(name, rulesFolder), 'utf8')
}

async function alertNames(): Promise<readonly string[]> {
  return [...(await text('alerts.yml')).matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)
}

it('The rules and a configuration that names them are valid for Prometheus', async () => {
  expect(await promtool('check', 'rules', ...ruleFiles.map(name => path(name)))).toMatch(
    /SUCCESS: \d+ rules/
  )
  expect(await promtool('check', 'config', path('prometheus.yml', testsFolder))).toContain(
    '2 rule files found'
  )
})

it('Alerts fire and usual names have values as their promtool tests expect', async () => {
  const said = await Promise.all(tests.map(name => promtool('test', 'rules', name)))
  expect(said.map(words => /\bSUCCESS\b/.test(words))).toEqual([true, true, true])
})

it('Each alert has a case in which it fires and one in which it does not', async () => {
  const cases = (await Promise.all(tests.map(file => readFile(file, 'utf8')))).flatMap(each =>
    each.split('\n  - name: ')
  )
  const names = await alertNames()
  const [fired, silent] = [/alertname="(\w+)"/g, /^['"]?(\w+) does not/g].map(
    pattern => new Set(cases.flatMap(each => [...each.matchAll(pattern)].map(([, name]) => name)))
  )
  expect(names.filter(name => !fired?.has(name))).toEqual([])
  const slow = (name: string): boolean => name.endsWith('SlowBurn')
  expect(names.filter(name => !slow(name) && !silent?.has(name))).toEqual([])
  expect(cases.some(each => each.startsWith('The slow burns do not fire'))).toBe(true)
})

it('Each alert has severity, summary, impact and a link to its runbook', async () => {
  const alerts = (await text('alerts.yml')).split('- alert: ').slice(1)
  for (const alert of alerts) {
    const name = /^\w+/.exec(alert)?.[0] ?? ''
    const page = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
    expect(alert).toMatch(/labels: \{ severity: (critical|warning), service: jiraiya \}/)
    for (const annotation of ['summary', 'description', 'impact']) {
      expect(alert).toMatch(new RegExp(`^ +${annotation}: \\S`, 'm'))
    }
    expect(alert).toContain(`runbook: docs/operations.md#${page}\n`)
  }
})

it.each(['own_faults', 'provider_faults', 'stories_failing_checks'])(
  'The windows of %s differ only in their length',
  async name => {
    const records = (await text('recording-rules.yml')).split('- record: ')
    const forms = windows.map(window => {
      const record = records.find(each =>
        each.startsWith(`job:jiraiya_${name}:ratio_rate${window}\n`)
      )
      expect(record).toContain(`[${window}]`)
      return record?.replaceAll(`[${window}]`, '[…]').split('expr: |')[1]?.split('\n\n')[0]?.trim()
    })
    expect(new Set(forms).size).toBe(1)
  }
)

it('Tests shorten every duration of the rules to a thirtieth, and nothing else', () => {
  const rules = 'record: rate5m\nfor: 2m\ninterval: 30s\nexpr: rate(a[3d]) > x offset 1h * 600'
  expect(faster(rules)).toBe(
    'record: rate5m\nfor: 4000ms\ninterval: 1000ms\nexpr: rate(a[8640000ms]) > x offset 120000ms * 600'
  )
})
