/** Requests whose credential was bad as a guesser's would be, for whoever limits guessing. */
const guesses = new WeakSet<object>()

/** A token that is genuine and has merely ended is no guess: a whole office may hold some. */
export function markInvalidCredential(request: object): void {
  guesses.add(request)
}

export function hasInvalidCredential(request: object): boolean {
  return guesses.has(request)
}
