import { readdir, readFile } from 'node:fs/promises'
import ts from 'typescript'

/** What code says, not what its comments, texts and types speak of. */
export interface SourceWords {
  /** Every name but those that are only given to a property. */
  readonly names: ReadonlySet<string>
  /** What is given to each `@InjectMetric('…')`. */
  readonly injected: ReadonlySet<string>
}

/** The words of the service's own files, those that the filter lets through. */
export async function wordsOfSource(isRead: (file: string) => boolean): Promise<SourceWords> {
  const files = (await readdir('src', { recursive: true }))
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file))
    .filter(isRead)
  if (files.length < 50) throw new Error(`only ${files.length} files seen under src`)
  const texts = files.map(file => readFile(`src/${file}`, 'utf8'))
  return wordsOf(await Promise.all(texts))
}

export function wordsOf(texts: readonly string[]): SourceWords {
  const names = new Set<string>()
  const injected = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    if (ts.isIdentifier(node) && !isGiven(node)) names.add(node.text)
    if (ts.isCallExpression(node) && node.expression.getText() === 'InjectMetric') {
      for (const argument of node.arguments)
        if (ts.isStringLiteral(argument)) injected.add(argument.text)
    }
    ts.forEachChild(node, visit)
  }
  for (const text of texts) {
    visit(ts.createSourceFile('one.ts', text, ts.ScriptTarget.Latest, true))
  }
  return { names, injected }
}

function isGiven(name: ts.Identifier): boolean {
  const { parent } = name
  const gives = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)
  return gives && parent.name === name
}
