import type { NamedForm } from '#modules/stories/checks/keywords/keyword-check.js'

/** The forms that a model names: "fox: foxes". A keyword may contain a colon, a form does not. */
export function toNamedForms(lines: readonly string[]): readonly NamedForm[] {
  return lines.flatMap(line => {
    const colon = line.lastIndexOf(':')
    if (colon < 0) return []
    return [{ keyword: line.slice(0, colon).trim(), form: line.slice(colon + 1).trim() }]
  })
}
