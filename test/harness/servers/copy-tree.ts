import { copyFile, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'

export interface CopyOptions {
  /** Called for each folder and file of the copy, to set its rights. */
  readonly finish: (path: string) => Promise<void>
  /** Gets paths relative to the copied folder; nothing of a skipped folder is copied. */
  readonly skip?: (path: string) => boolean
}

/** Copies a folder that may change meanwhile: files that vanish are left out. */
export async function copyTree(
  from: string,
  to: string,
  options: CopyOptions,
  inside = ''
): Promise<void> {
  await mkdir(join(to, inside))
  await options.finish(join(to, inside))
  const names = await readdir(join(from, inside)).catch(ignoreVanished)
  const paths = (names ?? []).map(name => join(inside, name))
  await Promise.all(
    paths
      .filter(path => !options.skip?.(path))
      .map(path => copyEntry(from, to, options, path).catch(ignoreVanished))
  )
}

async function copyEntry(
  from: string,
  to: string,
  options: CopyOptions,
  path: string
): Promise<void> {
  const found = await lstat(join(from, path))
  if (found.isDirectory()) return copyTree(from, to, options, path)
  if (found.isSymbolicLink()) return symlink(await readlink(join(from, path)), join(to, path))
  await copyFile(join(from, path), join(to, path))
  await options.finish(join(to, path))
}

function ignoreVanished(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
