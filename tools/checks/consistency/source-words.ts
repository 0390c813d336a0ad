import { glob, readFile } from 'node:fs/promises'
import ts from 'typescript'

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
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text)
    if (ts.isPropertyAccessExpression(node)) read.add(node.name.text)
    if (ts.isBindingElement(node)) read.add((node.propertyName ?? node.name).getText())
    ts.forEachChild(node, visit)
  }
  for (const text of texts)
    visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true))
  return { names, read }
}

function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name
  const isProperty = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)
  return isProperty && parent.name === name
}
