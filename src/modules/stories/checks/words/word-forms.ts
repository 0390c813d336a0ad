/** The forms in which a keyword counts as used. */
export interface WordForms {
  readonly forms: ReadonlySet<string>
  /** Forms that count only with a capital letter, such as those of a German noun. */
  readonly capitalised?: ReadonlySet<string>
  /** Forms that count only in lower case, or at the start of a sentence. */
  readonly lowerCase?: ReadonlySet<string>
  /** Forms of a verb: after an article or a preposition they are nouns ("la place", "le livre"). */
  readonly verbal?: VerbalForms
  /** Forms that count only if a particle follows in the sentence: "stand … auf". */
  readonly split?: SplitForms
  /** Recognises forms, where there are too many to list them. */
  readonly isForm?: (other: string) => boolean
  /** Forms that are recognised begin with it. */
  readonly prefix?: string
  /** For a language without a table: the maximum length of an ending, in letters. */
  readonly moreLetters?: number
}

export interface VerbalForms {
  readonly forms: ReadonlySet<string>
  readonly notAfter: ReadonlySet<string>
}

export interface SplitForms {
  readonly heads: ReadonlySet<string>
  readonly particle: string
}

/** @param word folded, of letters only */
export type Inflect = (word: string, isCapitalised: boolean) => WordForms

/** A pattern at the end of a word, and its possible replacements, separated by spaces; - is empty. */
export type EndingRule = readonly [pattern: RegExp, replacements: string]

/** What the rules make of a word. */
export function changed(word: string, rules: readonly EndingRule[]): readonly string[] {
  return rules.flatMap(([ending, replacements]) =>
    ending.test(word)
      ? replacements.split(' ').map(other => word.replace(ending, other === '-' ? '' : other))
      : []
  )
}

/** A stem with each of some endings, separated by spaces; - is none. */
export function withEndings(stem: string, endings: string): readonly string[] {
  return endings.split(' ').map(ending => (ending === '-' ? stem : stem + ending))
}

/** Rows of words, separated by |, by each word of the row. */
export function rowsByWord(table: string): ReadonlyMap<string, readonly string[]> {
  const byWord = new Map<string, string[]>()
  for (const row of table.split('|').map(each => each.trim().split(/\s+/))) {
    for (const word of row) byWord.set(word, [...(byWord.get(word) ?? []), ...row])
  }
  return byWord
}

export function joined(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.flat()
}

export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}

/** A value that is made when it is first needed: a table of a language that no caller has used yet. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
