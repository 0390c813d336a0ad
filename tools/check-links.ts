import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentFiles } from './documents.ts'

/**
 * Every link of every document leads to a file and a heading that are there, and proof that a broken
 * one is still seen. Nothing is asked of the network: addresses of others are not looked up.
 */

interface Verdict {
  /** How many files had nothing wrong with them. */
  readonly sound: number
  readonly output: string
}

/** Broken links, each with the words in which it must be told. */
const canaries = [
  { link: '[a file](missing.md)', told: 'missing.md`' },
  { link: '[a heading](#missing)', told: '`#missing`' },
  { link: '[a heading of another](prey.md#elsewhere)', told: '`#elsewhere`' },
  { link: '![a picture](missing.png)', told: 'missing.png`' },
  { link: '[by name]\n\n[by name]: missing-definition.md', told: 'missing-definition.md`' }
] as const

const problems = [...(await realDocuments()), ...(await plantedDocuments())]
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length === 0 ? 0 : 1

async function realDocuments(): Promise<string[]> {
  const files = await documentFiles()
  if (files.length < 30) return [`links: only ${files.length} documents seen; the check is blind`]
  const { sound, output } = validate(process.cwd(), files)
  return sound === files.length ? [] : [`links:\n${output}`]
}

async function plantedDocuments(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'links-'))
  try {
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'junction')
    await writeFile(join(folder, 'prey.md'), '# Prey\n\nA [link](#prey) that is sound.\n')
    const text = canaries.map(({ link }) => `${link}\n`).join('\n')
    await writeFile(join(folder, 'canary.md'), `# Canary\n\n${text}`)
    const { sound, output } = validate(folder, ['canary.md', 'prey.md'])
    return [
      ...(sound === 1 ? [] : [`links: of the planted documents ${sound} pass, not one`]),
      ...canaries
        .filter(({ told }) => !output.includes(told))
        .map(({ link }) => `links: the canary ${link} was not caught`)
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function validate(cwd: string, files: readonly string[]): Verdict {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(process.cwd(), 'node_modules/remark-cli/cli.js'),
      // Neither a configuration nor a list of files to leave out that happens to lie about.
      '--no-config',
      '--no-ignore',
      '--no-stdout',
      '--no-color',
      '--use',
      'remark-validate-links=repository:false',
      ...files
    ],
    { cwd, encoding: 'utf8' }
  )
  const output = `${stdout}${stderr}`
  const lines = output.split('\n')
  const clean = lines.filter(line => line.endsWith(': no issues found'))
  return {
    sound: clean.length,
    output: lines.filter(line => line !== '' && !clean.includes(line)).join('\n')
  }
}
