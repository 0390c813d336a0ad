/** Requests whose credential was bad as a guesser's would be, for whoever limits guessing. */
const guesses = new WeakSet<object>()

/** A token that is genuine and has merely ended is no guess: a whole office may hold some. */
export function markFailedGuess(request: object): void {
  guesses.add(request)
}

export function isFailedGuess(request: object): boolean {
  return guesses.has(request)
}
