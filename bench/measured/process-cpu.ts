import { readdirSync, readFileSync } from 'node:fs'

/** A clock tick of /proc in milliseconds: 100 ticks a second on Linux. */
const tickMs = 10

interface Usage {
  readonly parent: number
  readonly ownMs: number
  /** Of children that have ended. */
  readonly endedMs: number
}

/** CPU time of a process and its direct children in milliseconds, read from Linux's /proc. */
export function cpuMsOf(pid: number): number {
  const { ownMs, endedMs } = usageOf(pid)
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        return [usageOf(Number(name))]
      } catch {
        // It has ended since the folder was read; its time is now in endedMs of its parent.
        return []
      }
    })
    .filter(({ parent }) => parent === pid)
  return children.reduce((sum, child) => sum + child.ownMs, ownMs + endedMs)
}

function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program, in brackets, can contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = (first: number): number => Number(fields[first]) + Number(fields[first + 1])
  return { parent: Number(fields[1]), ownMs: ticks(11) * tickMs, endedMs: ticks(13) * tickMs }
}
