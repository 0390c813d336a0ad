import { glob, readFile } from 'node:fs/promises'
import { parseSync } from '../gates.ts'

/** Names and calls in code; comments, texts and types do not count. */
export interface SourceWords {
  /** Every identifier except the names of declared or assigned properties. */
  readonly names: ReadonlySet<string>
  /** Every property that is read by its name, as in `metrics.requests.inc()`. */
  readonly read: ReadonlySet<string>
}

/** The words of the files under src that the filter accepts. */
export async function wordsOfSource(isRead: (file: string) => boolean): Promise<SourceWords> {
  const texts: string[] = []
  for await (const entry of glob('src/**/*.ts')) {
    const file = entry.replaceAll('\\', '/')
    if (!/\.(spec|fixture)\.ts$/.test(file) && isRead(file))
      texts.push(await readFile(file, 'utf8'))
  }
  if (texts.length < 50) throw new Error(`found only ${texts.length} files under src`)
  return wordsOf(texts)
}

export function wordsOf(texts: readonly string[]): SourceWords {
  const names = new Set<string>()
  const read = new Set<string>()
  const visit = ({ type, ...fields }: Node): void => {
    const { key, name, property, properties } = fields
    if (/^TS(TypeAlias|Interface)Declaration$/.test(type)) return
    if (type === 'Identifier') names.add(String(name))
    if (type === 'MemberExpression') read.add(nameOf(property))
    if (type === 'ObjectPattern')
      for (const one of nodesOf(properties)) read.add(nameOf(one['key']))
    const isDeclared = type === 'Property' || type === 'PropertyDefinition'
    for (const [field, value] of Object.entries(fields)) {
      if (isType.test(field) || (isDeclared && value === key)) continue
      nodesOf(value).forEach(visit)
    }
  }
  for (const text of texts) visit(parseSync('file.ts', text).program as Node)
  return { names: new Set([...names, ...read]), read }
}

type Node = { readonly type: string } & Readonly<Record<string, unknown>>

/** Fields of the syntax tree that hold types. */
const isType = /^type|^returnType$|^superTypeArguments$|^implements$/

function nodesOf(value: unknown): readonly Node[] {
  return [value].flat().filter(one => typeof (one as Node | null)?.type === 'string') as Node[]
}

function nameOf(node: unknown): string {
  return String((node as Node | undefined)?.['name'])
}
