/** A query as its parameters; of one given several times the last counts, so none is ever a list. */
export function parseQueryLastWins(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
