import { spawnSync } from 'node:child_process'
import { chown } from 'node:fs/promises'

/** The user that a server runs as. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** An existing user for root, which PostgreSQL refuses to run as; undefined for other users. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  return idsOf('postgres') ?? idsOf('nobody') ?? { uid: 65_534, gid: 65_534 }
}

export async function giveTo(user: ServerUser | undefined, path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid)
}

function idsOf(name: string): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map(which => {
    const { status, stdout } = spawnSync('id', [which, name], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : undefined
  })
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}
