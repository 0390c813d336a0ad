import { round } from './round.js'

/** Share of different groups of `size` adjacent words in all such groups; 1 without any. */
export function distinctShare(words: readonly string[], size: number): number {
  const groups = groupsOf(words, size)
  return groups.length === 0 ? 1 : round(new Set(groups).size / groups.length)
}

/** Share of the groups of `size` adjacent words that occur more than once; 0 without any. */
export function repeatedShare(words: readonly string[], size: number): number {
  const groups = groupsOf(words, size)
  const counts = new Map<string, number>()
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1)
  const repeated = groups.filter(group => (counts.get(group) ?? 0) > 1)
  return groups.length === 0 ? 0 : round(repeated.length / groups.length)
}

/** Groups of adjacent words, each as one text. */
export function groupsOf(words: readonly string[], size: number): readonly string[] {
  const groups: string[] = []
  for (let start = 0; start + size <= words.length; start++) {
    groups.push(words.slice(start, start + size).join(' '))
  }
  return groups
}
