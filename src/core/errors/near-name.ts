import { distance } from 'fastest-levenshtein'

/** Longer texts are no misspelt names, and comparing them would take time. */
const maxLength = 40
const maxDistance = 2

/** The name that a text most likely means: at most two letters differ, not counting case, `_` and `-`. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  if (text.length > maxLength) return undefined
  const plain = letters(text)
  let nearest: string | undefined
  // A short name with two other letters is another name.
  let least = Math.min(maxDistance, Math.floor(plain.length / 2)) + 1
  for (const name of names) {
    const differing = distance(plain, letters(name))
    if (differing < least) {
      least = differing
      nearest = name
    }
  }
  return nearest
}

function letters(text: string): string {
  return text.trim().toLowerCase().replaceAll(/[_-]/g, '')
}
