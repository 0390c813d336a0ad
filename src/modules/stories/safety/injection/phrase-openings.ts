/**
 * The first letters that a match of any of these phrases can have: nearly every word of a harmless
 * text is told by them, and no regular expression need run. Phrases use literals, (?:…|…), [abc],
 * ? and {m,n}; anything else is an error, so that no rule is lost silently.
 */
export function openingsOf(phrases: readonly string[], length: number): ReadonlySet<string> {
  const openings = new Set<string>()
  for (const phrase of phrases) {
    const reader = new PhraseReader(phrase)
    for (const opening of extend(new Set(['']), reader.alternatives(), length))
      openings.add(opening)
  }
  return openings
}

/** One of several sequences, repeated. */
interface Choice {
  readonly sequences: readonly (readonly Choice[] | string)[]
  readonly least: number
  readonly most: number
}

/** The heads, lengthened by what the choice says. Those that are long enough stay as they are. */
function extend(heads: ReadonlySet<string>, choice: Choice, length: number): ReadonlySet<string> {
  let growing = new Set(heads.values().filter(head => head.length < length))
  if (growing.size === 0) return heads
  const all = new Set(heads.values().filter(head => head.length >= length))
  if (choice.least === 0) for (const head of growing) all.add(head)
  for (let turn = 1; turn <= choice.most && growing.size > 0; turn++) {
    const grown = new Set(choice.sequences.values().flatMap(each => follow(growing, each, length)))
    growing = new Set(grown.values().filter(head => head.length < length))
    for (const head of grown) if (turn >= choice.least || head.length >= length) all.add(head)
  }
  return all
}

function follow(
  heads: ReadonlySet<string>,
  sequence: readonly Choice[] | string,
  length: number
): ReadonlySet<string> {
  if (typeof sequence === 'string') return new Set(heads.values().map(head => head + sequence))
  return sequence.reduce((reached, choice) => extend(reached, choice, length), heads)
}

class PhraseReader {
  readonly #phrase: string
  #at = 0

  constructor(phrase: string) {
    this.#phrase = phrase
  }

  alternatives(): Choice {
    const sequences: Choice[][] = [[]]
    while (this.#at < this.#phrase.length && this.#phrase[this.#at] !== ')') {
      if (this.#take('|')) sequences.push([])
      else sequences.at(-1)?.push(this.#repeated())
    }
    return { sequences, least: 1, most: 1 }
  }

  #repeated(): Choice {
    const { sequences } = this.#item()
    if (this.#take('?')) return { sequences, least: 0, most: 1 }
    const [count, least, most] = /^\{(\d+),(\d+)\}/.exec(this.#phrase.slice(this.#at)) ?? []
    if (count === undefined) return { sequences, least: 1, most: 1 }
    this.#at += count.length
    return { sequences, least: Number(least), most: Number(most) }
  }

  #item(): Choice {
    if (this.#take('(?:')) {
      const choice = this.alternatives()
      this.#at++
      return choice
    }
    const [text = ''] = /^(?:\[\p{L}+\]|\p{L})/u.exec(this.#phrase.slice(this.#at)) ?? []
    if (text === '') throw new Error(`Phrase cannot be read at ${this.#at}: ${this.#phrase}`)
    this.#at += text.length
    return { sequences: Array.from(text.replace(/[[\]]/g, '')), least: 1, most: 1 }
  }

  #take(sign: string): boolean {
    const found = this.#phrase.startsWith(sign, this.#at)
    if (found) this.#at += sign.length
    return found
  }
}
