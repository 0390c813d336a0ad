import {
  mkdtemp,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
  copyFile
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'

/** The import rules over the real tree, and proof that they still bite on a planted tree. */

interface Verdict {
  readonly modules: number
  readonly violations: readonly {
    readonly rule: string
    readonly from: string
    readonly to: string
  }[]
}

/** Wrong imports, each with the rule that must catch it. */
const canaries = [
  {
    at: 'src/core/errors/canary.ts',
    imports: '../../modules/llm/prey.js',
    caughtBy: 'imports-of-core/errors'
  },
  {
    at: 'src/modules/auth/canary.ts',
    imports: '../billing/prey.js',
    caughtBy: 'imports-of-modules/auth'
  },
  { at: 'src/modules/llm/policies/canary.ts', imports: 'openai', caughtBy: 'home-of-openai' },
  {
    at: 'src/modules/stories/domain/canary.ts',
    imports: '#modules/stories/generate/prey.js',
    caughtBy: 'imports-of-modules/stories/domain'
  },
  {
    at: 'src/modules/billing/canary.ts',
    imports: '#modules/llm/policies/prey.js',
    caughtBy: 'imports-of-modules/billing'
  },
  {
    at: 'src/modules/cache/canary.module.ts',
    imports: '#modules/billing/prey.js',
    caughtBy: 'module-of-modules/cache'
  },
  {
    at: 'src/core/config/canary.ts',
    imports: '../../app.module.js',
    caughtBy: 'nothing-imports-the-front-door'
  },
  {
    at: 'src/utils/canary.ts',
    imports: '../core/errors/prey.js',
    caughtBy: 'folder-without-a-row'
  },
  {
    at: 'tools/simulator/canary.ts',
    imports: '../../src/core/errors/prey.js',
    caughtBy: 'simulator-stands-alone'
  },
  {
    at: 'src/core/health/canary.ts',
    imports: '../../../clients/typescript/src/prey.js',
    caughtBy: 'src-imports-only-src'
  },
  {
    at: 'clients/typescript/src/canary.ts',
    imports: '../../../src/core/errors/prey.js',
    caughtBy: 'client-stands-alone'
  },
  {
    at: 'clients/typescript/src/other-canary.ts',
    imports: '@nestjs/common',
    caughtBy: 'client-needs-no-package'
  },
  {
    at: 'clients/typescript/src/nestjs/canary.ts',
    imports: '@nestjs/core',
    caughtBy: 'client-module-needs-only-nest'
  }
] as const

const prey = [
  'src/modules/llm/prey.ts',
  'src/modules/llm/policies/prey.ts',
  'src/modules/stories/generate/prey.ts',
  'src/modules/billing/prey.ts',
  'src/core/errors/prey.ts',
  'clients/typescript/src/prey.ts',
  'src/app.module.ts'
]

const problems = [...(await realTree()), ...(await plantedTree()), ...(await environmentReads())]
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exit(problems.length === 0 ? 0 : 1)

async function realTree(): Promise<string[]> {
  const { modules, violations } = cruise(process.cwd(), ['src', 'tools', 'test', 'clients'])
  if (modules < 50) return [`architecture: only ${modules} modules seen; the check is blind`]
  return violations.map(({ rule, from, to }) => `architecture: ${rule}: ${from} -> ${to}`)
}

async function plantedTree(): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'canary-'))
  try {
    for (const file of prey) await plant(root, file, 'export const prey = 1\n')
    for (const { at, imports } of canaries) await plant(root, at, `import '${imports}'\n`)
    await copyFile('tsconfig.json', join(root, 'tsconfig.json'))
    await copyFile('package.json', join(root, 'package.json'))
    await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'), 'junction')
    const { violations } = cruise(root, ['src', 'tools', 'clients'])
    return canaries
      .filter(
        ({ at, caughtBy }) => !violations.some(({ rule, from }) => rule === caughtBy && from === at)
      )
      .map(({ at, caughtBy }) => `architecture: the canary ${at} was not caught by ${caughtBy}`)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** The environment is read in one place. */
async function environmentReads(): Promise<string[]> {
  const readers: string[] = []
  for (const entry of await readdir('src', { recursive: true })) {
    const file = entry.replaceAll('\\', '/')
    if (
      !file.endsWith('.ts') ||
      /\.(spec|fixture)\.ts$/.test(file) ||
      file.startsWith('core/config/')
    )
      continue
    const text = await readFile(join('src', file), 'utf8')
    if (text.includes('process.env')) readers.push(`architecture: src/${file} reads process.env`)
  }
  return readers
}

async function plant(root: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

function cruise(cwd: string, folders: readonly string[]): Verdict {
  const cli = join(process.cwd(), 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = join(process.cwd(), '.dependency-cruiser.cjs')
  const run = spawnSync(
    process.execPath,
    [cli, '--config', config, '--output-type', 'json', ...folders],
    { cwd, encoding: 'utf8', maxBuffer: 1 << 28 }
  )
  const report = JSON.parse(run.stdout) as {
    summary: {
      totalCruised: number
      violations: { rule: { name: string }; from: string; to: string }[]
    }
  }
  const violations = report.summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to
  }))
  return { modules: report.summary.totalCruised, violations }
}
