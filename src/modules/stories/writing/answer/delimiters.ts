/** The quotation marks that delimit a string, each with those that close it. */
export const closersOf: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”“"'],
  ['”', '”“"'],
  ['„', '”“"']
])

/** Whether a string that this mark opened ends at that one. */
export function isClosedBy(opener: string, character: string): boolean {
  return closersOf.get(opener)?.includes(character) === true
}

export function isSpace(character: string): boolean {
  return /\s/.test(character)
}
