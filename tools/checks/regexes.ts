import { glob, readFile } from 'node:fs/promises'
import { built } from '../built.ts'
import { parseSync, report, requireGate } from './gates.ts'

/**
 * No regular expression of the service and its client takes more than linear time, whatever character
 * is repeated. Literals are found by a parser, others are recorded while the service is loaded.
 */

const { analyse } = requireGate('scslre') as {
  readonly analyse: (literal: object) => { readonly reports: readonly unknown[] }
}

/** Why an expression, or those that the functions of a file make, may remain. */
const reviewed: Readonly<Record<string, string>> = {
  "/[\\w!#$%&'*+.^`|~-]*$/": 'the text is no longer than the name of a method',
  'src/modules/stories/checks/words/literal-match.ts': 'the characters of one keyword',
  'src/modules/stories/checks/keywords/unspaced/japanese-inflection.ts': 'nothing in it repeats',
  'src/modules/stories/checks/language/script-check.ts': 'one character of a script',
  'src/modules/stories/checks/keywords/languages/others/turkish.ts': 'nothing in it repeats',
  'src/core/http/openapi/openapi-document.ts': 'reads our own document'
}

const recorded: { readonly file: string; readonly made: RegExp }[] = []
globalThis.RegExp = new Proxy(RegExp, {
  construct(target, args: [string]) {
    const made = new target(...args)
    const [, file] = /\/dist\/(\S+)\.js:/.exec(new Error('stack').stack ?? '') ?? []
    if (file !== undefined) recorded.push({ file: `src/${file}.ts`, made })
    return made
  }
})
await built('app.setup.js')
const problems = recorded.flatMap(({ file, made }) => problemsOf(file, `${made}`))
for await (const entry of glob(['src/**/*.ts', 'clients/typescript/src/**/*.ts'])) {
  const file = entry.replaceAll('\\', '/')
  if (/\.(spec|fixture)\.ts$/.test(file)) continue
  const text = await readFile(file, 'utf8')
  const isKnown = file in reviewed || recorded.some(one => one.file === file)
  if (/\bRegExp\(/.test(text) && !isKnown) problems.push(`${file}: an expression is not recorded`)
  problems.push(...problemsOf(file, text))
}
const planted = '[/(a+)+$/, / +$/, /^#+(.*?)(?: #+)?$/, /$(?<=a[^b]*)/, /^a+b/, / +$/y]'
if (problemsOf('', planted).length !== 3) problems.push('regexes: the canaries are not found')
report(problems)

function problemsOf(file: string, text: string): string[] {
  const visit = (node: unknown): string[] => {
    if (typeof node !== 'object' || node === null) return []
    const { regex, raw } = node as { regex?: { pattern: string; flags: string }; raw: string }
    if (regex === undefined) return Object.values(node).flatMap(visit)
    const isLinear = analyse({ source: regex.pattern, flags: regex.flags }).reports.length === 0
    return isLinear || raw in reviewed ? [] : [`${file}: ${raw} may take more than linear time`]
  }
  return visit(parseSync('file.ts', text).program)
}
