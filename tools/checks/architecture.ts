import { copyFile, glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { report, runGate } from './gates.ts'

/**
 * Runs the import rules of .dependency-cruiser.cjs on the repository, and on a planted tree with wrong
 * imports: a rule that reports nothing there has lost its effect, and the check fails.
 */

interface Rule {
  readonly name: string
}

interface Cruise {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: readonly {
      readonly rule: Rule
      readonly from: string
      readonly to: string
    }[]
  }
}

const config = resolve('.dependency-cruiser.cjs')
const { forbidden } = createRequire(import.meta.url)(config) as {
  readonly forbidden: readonly Rule[]
}
const namesWith = (prefix: string): readonly string[] =>
  forbidden
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => name.slice(prefix.length))

/** Where the rules say anything. The compiler and oxlint check imports and cycles elsewhere. */
const folders = ['src', 'clients', 'tools/simulator']
/** A file that every folder below src is forbidden to import. */
const entry = 'src/app.module.ts'
/** Pairs of folders of which the first may not import the second. */
const forbiddenPairs = [
  ['core/errors', 'modules/llm'],
  ['modules/billing', 'modules/llm/policies'],
  ['modules/stories/domain', 'modules/stories/generate']
].map(pair => pair.map(row => `src/${row}/canary.ts`) as [string, string])
/** Files with wrong imports: a path is made relative to the file, anything else is a package. */
const planted: Readonly<Record<string, readonly string[]>> = {
  [entry]: [],
  ...Object.fromEntries([
    ...namesWith('imports-of-').map(row => [`src/${row}/canary.ts`, [entry]] as const),
    ...namesWith('module-of-').map(row => [`src/${row}/canary.module.ts`, [entry]] as const),
    ...forbiddenPairs.map(([from, to]) => [from, [entry, to]] as const)
  ]),
  'src/unlisted/canary.ts': [...namesWith('home-of-'), 'supertest', 'src/nowhere.ts'],
  'src/unlisted/one.ts': ['src/unlisted/other.ts'],
  'src/unlisted/other.ts': ['src/unlisted/one.ts'],
  'src/canary.ts': ['clients/typescript/src/nestjs/canary.ts'],
  'clients/typescript/src/canary.ts': [entry, 'fastify'],
  'clients/typescript/src/nestjs/canary.ts': ['fastify'],
  'tools/simulator/canary.ts': [entry]
}

/** Words of this product, which must not occur in src/core. */
const productWords =
  /kuybi|openai|(?<![a-z])stor(?:y|ies)|(?<![a-z])models?(?![a-z])|(?<![a-z])prices?(?![a-z])/gi
/** Migrations name the tables of all modules. */
const migrations = 'src/core/database/migrations/'

/** The most files of a folder, specs included. */
const maxFiles = 14

const checks = [repositoryProblems(), canaryProblems(), coreWordProblems(), folderProblems()]
report((await Promise.all(checks)).flat())

async function repositoryProblems(): Promise<string[]> {
  const { totalCruised, violations } = await cruise('.')
  if (totalCruised < 50) return [`architecture: found only ${totalCruised} modules`]
  return violations.map(({ rule, from, to }) => `architecture: ${rule.name}: ${from} -> ${to}`)
}

async function canaryProblems(): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'canary-'))
  try {
    for (const [file, imports] of Object.entries(planted)) await plant(root, file, imports)
    for (const file of ['tsconfig.json', 'package.json']) await copyFile(file, join(root, file))
    await symlink(resolve('node_modules'), join(root, 'node_modules'), 'junction')
    const { violations } = await cruise(root)
    const isReported = (matches: (found: (typeof violations)[number]) => boolean): boolean =>
      violations.some(matches)
    return [
      ...forbidden
        .filter(({ name }) => !isReported(({ rule }) => rule.name === name))
        .map(({ name }) => `architecture: no planted import violates the rule ${name}`),
      ...forbiddenPairs
        .filter(([file, target]) => !isReported(({ from, to }) => from === file && to === target))
        .map(([file, target]) => `architecture: ${file} may import ${target}`)
    ]
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function plant(root: string, file: string, imports: readonly string[]): Promise<void> {
  const lines = imports.map(name => {
    const path = relative(dirname(file), name).replace(/\.ts$/, '.js')
    return `import '${/^(src|clients)\//.test(name) ? path.replace(/^(?!\.)/, './') : name}'\n`
  })
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), `${lines.join('')}export const canary = 1\n`)
}

async function cruise(cwd: string): Promise<Cruise['summary']> {
  const { stdout, output } = await runGate(
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config', config, '--output-type', 'json', ...folders],
    { cwd }
  )
  if (!stdout.startsWith('{')) throw new Error(output)
  return (JSON.parse(stdout) as Cruise).summary
}

/** src/core is independent of the product, so it must not contain the product's words. */
async function coreWordProblems(): Promise<string[]> {
  const problems: string[] = []
  for await (const path of glob('src/core/**/*.ts')) {
    const file = path.replaceAll('\\', '/')
    if (file.startsWith(migrations)) continue
    const words = productWordsIn(await readFile(file, 'utf8'))
    if (words.length > 0) problems.push(`architecture: ${file} names ${words.join(', ')}`)
  }
  const found = productWordsIn('const storyId = kuybiIds[0] // history of a repository')
  return found.join() === 'story,kuybi' ? problems : [...problems, 'architecture: words not seen']
}

async function folderProblems(): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob('{src,test,bench,tools}/**/*.{ts,json,mjs}')) files.push(file)
  const problems = fullFolders(files.filter(file => !file.includes('node_modules')))
  const found = fullFolders(Array.from({ length: maxFiles + 1 }, (_, index) => `canary/${index}`))
  return found.length === 1 ? problems : [...problems, 'architecture: full folders not seen']
}

function fullFolders(files: readonly string[]): string[] {
  return Object.entries(Object.groupBy(files, file => dirname(file)))
    .filter(([, inside = []]) => inside.length > maxFiles)
    .map(([folder, inside = []]) => `architecture: ${folder} has ${inside.length} files`)
}

function productWordsIn(text: string): string[] {
  return [...text.matchAll(productWords)].map(([word]) => word)
}
