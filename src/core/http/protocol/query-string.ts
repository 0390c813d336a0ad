/** Parses a query string. Of a repeated parameter the last value counts. */
export function parseQueryLastWins(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
