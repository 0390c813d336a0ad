import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

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
    const [, text = ''] = /\n```text\n(.*)\n```/.exec(entry) ?? []
    const example = JSON.parse(text) as Example
    expect(example).toMatchObject({
      level: expect.stringMatching(new RegExp(`^(${levels.join('|')})$`)),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      action,
      msg: expect.stringMatching(/\w/)
    })
    expect(entry).toContain(`\n\n\`${example.level}\``)
  })
})

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
