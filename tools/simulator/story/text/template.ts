/** A sentence with slots: text and slot names in turn, `{Place}` being `{place}` capitalised. */
interface Part {
  readonly text: string
  readonly slot?: string
  readonly capital?: boolean
}

/** Templates are constants of the grammar, so this cannot grow with the requests. */
const compiled = new Map<string, readonly Part[]>()

export function fillTemplate(template: string, valueOf: (slot: string) => string): string {
  let filled = ''
  for (const part of partsOf(template)) {
    if (part.slot === undefined) filled += part.text
    else filled += part.capital === true ? capitalised(valueOf(part.slot)) : valueOf(part.slot)
  }
  return filled
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function partsOf(template: string): readonly Part[] {
  const known = compiled.get(template)
  if (known) return known
  const parts = template.split(/(\{\w+\})/).filter(text => text !== '')
  const made = parts.map(text => (/^\{\w+\}$/.test(text) ? slotPart(text) : { text }))
  compiled.set(template, made)
  return made
}

function slotPart(text: string): Part {
  const name = text.slice(1, -1)
  return {
    text,
    slot: name.charAt(0).toLowerCase() + name.slice(1),
    capital: /^\p{Lu}/u.test(name)
  }
}
