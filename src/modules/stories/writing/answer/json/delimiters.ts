/** The quotation marks that delimit a string, each with those that close it. */
export const closersOf: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”“"'],
  ['”', '”“"'],
  ['„', '”“"']
])

/** Whether the character ends a string that `opener` began. */
export function isClosedBy(opener: string, character: string): boolean {
  return closersOf.get(opener)?.includes(character) === true
}

export function isSpace(character: string): boolean {
  return /\s/.test(character)
}
