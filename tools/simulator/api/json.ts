export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Enough for a prompt with some prose and examples around its JSON, and a bound for hostile text. */
const maxCandidates = 50

/** The last JSON object inside a text that passes the test: examples come before the real order. */
export function findObject(
  text: string,
  accepts: (value: JsonObject) => boolean
): JsonObject | undefined {
  const whole = parseJson(text)
  if (isObject(whole)) return accepts(whole) ? whole : undefined
  let found: JsonObject | undefined
  let start = text.indexOf('{')
  for (let candidate = 0; start !== -1 && candidate < maxCandidates; candidate++) {
    const end = endOfObject(text, start)
    const value = end === -1 ? undefined : parseJson(text.slice(start, end))
    if (isObject(value) && accepts(value)) found = value
    start = text.indexOf('{', value === undefined ? start + 1 : end)
  }
  return found
}

/** One past the brace that closes the one at `start`, braces in strings not counted; -1 if none does. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let index = start; index < text.length; index++) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') depth += 1
    else if (character === '}' && --depth === 0) return index + 1
  }
  return -1
}
