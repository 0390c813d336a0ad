import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentFiles } from './documents.ts'
import { gateFile, report, runGate } from './gates.ts'

/**
 * Every link of every document leads to an existing file and heading, and planted broken links are
 * reported. Addresses outside the repository are not requested.
 */

/** Broken links, each with the text by which it is reported. */
const canaries = {
  '[a file](missing.md)': 'missing.md`',
  '[a heading](#missing)': '`#missing`',
  '[a heading of another](target.md#elsewhere)': '`#elsewhere`',
  '![a picture](missing.png)': 'missing.png`',
  '[by name]\n\n[by name]: missing-definition.md': 'missing-definition.md`'
} as const

report((await Promise.all([repositoryProblems(), canaryProblems()])).flat())

async function repositoryProblems(): Promise<string[]> {
  const files = await documentFiles()
  if (files.length < 30) return [`links: found only ${files.length} documents`]
  const { valid, problems } = await validate(process.cwd(), files)
  return valid === files.length ? [] : [`links:\n${problems}`]
}

async function canaryProblems(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'links-'))
  try {
    await writeFile(join(folder, 'target.md'), '# Target\n\nA [link](#target) that works.\n')
    const text = Object.keys(canaries).map(link => `${link}\n`)
    await writeFile(join(folder, 'canary.md'), `# Canary\n\n${text.join('\n')}`)
    const { valid, problems } = await validate(folder, ['canary.md', 'target.md'])
    return [
      ...(valid === 1 ? [] : [`links: ${valid} planted documents are valid, expected 1`]),
      ...Object.entries(canaries)
        .filter(([, reported]) => !problems.includes(reported))
        .map(([link]) => `links: the planted link ${link} is not reported`)
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function validate(
  cwd: string,
  files: readonly string[]
): Promise<{ readonly valid: number; readonly problems: string }> {
  const plugin = gateFile('remark-validate-links/index.js')
  const { output } = await runGate(
    'remark-cli/cli.js',
    // Without the configuration and ignore files of the folder.
    ['--no-config', '--no-ignore', '--no-stdout', '--no-color']
      .concat('--use', `${plugin}=repository:false`)
      .concat(files),
    { cwd }
  )
  const lines = output.split('\n').filter(line => line !== '')
  const problems = lines.filter(line => !line.endsWith(': no issues found'))
  return { valid: lines.length - problems.length, problems: problems.join('\n') }
}
