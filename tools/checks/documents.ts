import { glob } from 'node:fs/promises'

/** The Markdown pages of the repository, without those of packages and build results. */
export async function documentFiles(): Promise<readonly string[]> {
  const exclude = (path: string): boolean => /(^|[\\/])(node_modules|dist|coverage)$/.test(path)
  const files: string[] = []
  for await (const file of glob('{*,.github/**/*,[a-z]*/**/*}.md', { exclude })) files.push(file)
  return files.map(file => file.replaceAll('\\', '/')).toSorted()
}
