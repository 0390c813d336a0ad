import { readFileSync } from 'node:fs'
import { glob, readFile, stat } from 'node:fs/promises'
import { parseSync, report, Visitor } from './gates.ts'

/**
 * Finds metaphors where the field has a term: in comments, in titles of tests, in Markdown and in the
 * texts of the OpenAPI document. Usage: `node tools/checks/words.ts [PATH...]`; without a path it reads
 * the whole repository. Prints `file:line: word (write: term)` and exits with 1 if it finds any. The
 * list is words.json: a pattern, what to write instead, and an optional phrase in which the word is
 * allowed.
 */

interface Term {
  readonly pattern: RegExp
  readonly write: string
}

/** A piece of prose and the line of the file on which it begins. */
interface Prose {
  readonly line: number
  readonly text: string
}

const rows = JSON.parse(
  readFileSync(new URL('words.json', import.meta.url), 'utf8')
) as readonly (readonly [pattern: string, write: string, allowed?: string])[]
const terms: readonly Term[] = rows.map(([pattern, write, allowed]) => ({
  // The allowed phrase comes first, so that it consumes the word; only the named group is a finding.
  pattern: new RegExp(
    `${allowed === undefined ? '' : `\\b${allowed}\\b|`}\\b(?<word>${pattern.replaceAll(' ', '\\s+')})\\b`,
    'gi'
  ),
  write
}))

const everything = '{src,test,tools,bench,clients,web,docs,helm,observability,ops,.github}/**/*'
const excluded = /(^|\/)(node_modules|dist|coverage|generated|\.cache)(\/|$)|^CHANGELOG\.md$/

const problems = canaryProblems()
for await (const file of files(process.argv.slice(2))) {
  const read = readerOf(file)
  if (read === undefined) continue
  problems.push(...findings(read(await readFile(file, 'utf8'))).map(found => `${file}:${found}`))
}
report(problems)

async function* files(paths: readonly string[]): AsyncGenerator<string> {
  const patterns = paths.length === 0 ? ['*', everything] : []
  for (const path of paths)
    patterns.push((await stat(path)).isDirectory() ? `${path.replace(/\/$/, '')}/**/*` : path)
  for await (const entry of glob(patterns, { exclude: path => excluded.test(path) })) {
    const file = entry.replaceAll('\\', '/')
    if (!excluded.test(file)) yield file
  }
}

function readerOf(file: string): ((text: string) => readonly Prose[]) | undefined {
  if (file.endsWith('docs/openapi.json')) return openApiTexts
  if (/\.(ts|mjs|cjs|js)$/.test(file)) return codeTexts
  if (file.endsWith('.md')) return markdownProse
  if (/\.(vue|html|css|sql)$/.test(file)) return blockComments
  if (/\.(ya?ml|sh|tpl)$|(^|\/)Dockerfile$/.test(file)) return hashComments
  return undefined
}

function findings(prose: readonly Prose[]): string[] {
  return prose.flatMap(({ line, text }) => {
    const plain = text.replace(/`[^`\n]*`|https?:\/\/\S+/g, code => ' '.repeat(code.length))
    return terms.flatMap(({ pattern, write }) =>
      [...plain.matchAll(pattern)].flatMap(({ groups, index }) => {
        const word = groups?.['word']?.replaceAll(/[\s*#/]+/g, ' ')
        const at = line + plain.slice(0, index).split('\n').length - 1
        return word === undefined ? [] : [`${at}: ${word} (write: ${write})`]
      })
    )
  })
}

/** Comments and titles of tests, by a parser, since a text or a regular expression may look like either. */
function codeTexts(text: string): readonly Prose[] {
  const { program, comments } = parseSync('file.ts', text)
  const prose = comments.map(({ start, value }) => ({
    line: lineOf(text, start),
    // Without the star of each line, so that a phrase is found across a line break.
    text: value.replaceAll(/\n\s*\*/g, '\n')
  }))
  new Visitor({
    CallExpression: ({ callee, arguments: [title] }) => {
      if (!/^(describe|it|test)\b/.test(text.slice(callee.start, callee.end))) return
      if (title === undefined || !/^(Template)?Literal$/.test(title.type)) return
      // Without the quotes, since text between backticks is code.
      const value = text.slice(title.start + 1, title.end - 1)
      prose.push({ line: lineOf(text, title.start), text: value })
    }
  }).visit(program)
  return prose
}

function markdownProse(text: string): readonly Prose[] {
  const withoutCode = text.replace(/^( *)```.*?^\1```$/gms, code => code.replace(/[^\n]+/g, ''))
  return [{ line: 1, text: withoutCode }]
}

function openApiTexts(text: string): readonly Prose[] {
  const found = text.matchAll(/^ *"(?:summary|description|title|message)": "(.*)",?$/gm)
  return [...found].map(({ 1: value = '', index }) => ({ line: lineOf(text, index), text: value }))
}

function blockComments(text: string): readonly Prose[] {
  const found = text.matchAll(/<!--.*?-->|\/\*.*?\*\/|^\s*(?:\/\/|--).*?$/gms)
  return [...found].map(({ 0: comment, index }) => ({ line: lineOf(text, index), text: comment }))
}

function hashComments(text: string): readonly Prose[] {
  const found = text.matchAll(/(?:^|\s)#.*$|^ *(?:summary|description): .*$/gm)
  return [...found].map(({ 0: comment, index }) => ({ line: lineOf(text, index), text: comment }))
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** A planted sentence is found in each kind of file, and code, quotations of code and 410 Gone are not. */
function canaryProblems(): string[] {
  const sentence = 'The client was told that nobody hung up.'
  const planted: Readonly<Record<string, string>> = {
    'canary.ts': `const told = 'told' // ${sentence}\n/** HTTP 410 Gone, \`told\` */`,
    'canary.spec.ts': `it.each([['told']])('${sentence}', () => 'told')`,
    'canary.md': `${sentence} HTTP 410 Gone, \`told\`\n\`\`\`ts\ntold\n\`\`\``,
    'docs/openapi.json': `{\n"description": "${sentence}",\n"content": "told"\n}`,
    'canary.html': `<p>told</p><!-- ${sentence} -->`,
    'canary.yml': `told: 1\n# ${sentence}`
  }
  return Object.entries(planted)
    .filter(([file, text]) => findings(readerOf(file)?.(text) ?? []).length !== 3)
    .map(([file]) => `words: the canary in ${file} was not found exactly`)
}
