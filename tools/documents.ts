import { glob } from 'node:fs/promises'

const madeOrForeign = /(^|[\\/])(node_modules|dist|coverage)([\\/]|$)/

/** Every page of Markdown in the repository, but for what others wrote. */
export async function documentFiles(): Promise<readonly string[]> {
  const files: string[] = []
  const exclude = (path: string): boolean => madeOrForeign.test(path)
  for await (const file of glob('{*,.github/**/*,[a-z]*/**/*}.md', { exclude })) {
    files.push(file.replaceAll('\\', '/'))
  }
  return files.toSorted()
}
