import { glob, readFile } from 'node:fs/promises'
import ts from 'typescript'

/** Names and calls in code; comments, texts and types do not count. */
export interface SourceWords {
  /** Every identifier except the names of declared or assigned properties. */
  readonly names: ReadonlySet<string>
  /** The argument of each `@InjectMetric('…')`. */
  readonly injected: ReadonlySet<string>
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
  const injected = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text)
    if (ts.isCallExpression(node) && node.expression.getText() === 'InjectMetric') {
      for (const argument of node.arguments)
        if (ts.isStringLiteral(argument)) injected.add(argument.text)
    }
    ts.forEachChild(node, visit)
  }
  for (const text of texts)
    visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true))
  return { names, injected }
}

function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name
  const isProperty = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)
  return isProperty && parent.name === name
}
