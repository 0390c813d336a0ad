import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'

const oldSpaceOption = /^--max[-_]old[-_]space[-_]size=(\d+)$/
const mebibyte = 1024 * 1024

/**
 * The size at which the process dies of its old generation. V8 reports it with room for the young
 * generation, up to 192 MiB, so the option counts where there is one.
 * @param options of Node.js, the last one wins
 */
export function heapLimitBytes(options: readonly string[]): number {
  const sizes = options.flatMap(option => oldSpaceOption.exec(option)?.[1] ?? [])
  const megabytes = Number(sizes.at(-1) ?? 0)
  return megabytes > 0 ? megabytes * mebibyte : getHeapStatistics().heap_size_limit
}

/** Without the young generation: it has a limit of its own and is mostly garbage. */
export function usedHeapBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_'))
    .reduce((sum, { space_used_size: bytes }) => sum + bytes, 0)
}
