import type { CodexEntry } from '#modules/stories/domain/books/section.js'
import { sentencesOf } from '#modules/stories/domain/revisions/sentences.js'
import { claimsOf, claimsOfThere, type Claim, type ContradictionKind } from './claims.js'

/** A quotation of the codex (section 0) or of a section. */
export interface Quote {
  readonly section: number
  readonly quote: string
}

/** Two statements of which only one can be true. */
export interface Contradiction {
  readonly kind: ContradictionKind
  /** The earlier one; that of the codex if it has one. */
  readonly first: Quote
  readonly second: Quote
}

interface Sections {
  readonly codex: readonly CodexEntry[]
  readonly sections: readonly { readonly number: number; readonly content: string }[]
  readonly language: string
}

type Said = Claim & Quote

const maxContradictions = 50
const maxQuote = 300

/**
 * Where the sections contradict the codex or each other: names, ages, numbers, days of the week, who is dead. By rules
 * for English, about the subjects of the codex; a fact that no rule reads is not checked.
 */
export function findContradictions(book: Sections): readonly Contradiction[] {
  if (!/^en\b/i.test(book.language)) return []
  const known = new Map<string, Said>()
  const found: Contradiction[] = []
  for (const said of allClaims(book)) {
    const before = known.get(said.about)
    if (before === undefined) known.set(said.about, said)
    else if (contradicts(before, said)) {
      found.push({ kind: said.kind, first: quoteOf(before), second: quoteOf(said) })
    } else if (said.value === 'dead') known.set(said.about, said)
    if (found.length === maxContradictions) break
  }
  return found
}

/** Who was alive may die; who is dead does not act any more. */
function contradicts(before: Said, said: Said): boolean {
  if (before.value === said.value) return false
  return said.kind !== 'death' || before.value === 'dead'
}

function* allClaims({ codex, sections, language }: Sections): Generator<Said> {
  for (const { name, facts } of codex) {
    for (const fact of facts) {
      const quote = `${name} ${fact}`
      const claims = [...claimsOf(quote, name), ...claimsOfThere(fact)]
      yield* claims.map(claim => Object.assign(claim, { section: 0, quote }))
    }
  }
  const subjects = codex.map(({ name }) => name)
  for (const { number, content } of sections) {
    for (const raw of sentencesOf(content, language)) {
      const quote = raw.trim()
      const claims = subjects.flatMap(subject => claimsOf(quote, subject))
      const all = [...claims, ...claimsOfThere(quote)]
      yield* all.map(claim => Object.assign(claim, { section: number, quote }))
    }
  }
}

function quoteOf({ section, quote }: Said): Quote {
  return { section, quote: quote.slice(0, maxQuote).toWellFormed() }
}
