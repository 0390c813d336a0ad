import { foldLeet, skeleton } from './confusables.js'

class TrieNode {
  readonly next = new Map<string, TrieNode>()
  /** The lists with the word that ends here. */
  readonly lists = new Set<string>()
}

class State<Rule> {
  /** The next node for a word of each list. */
  readonly steps = new Map<string, State<Rule>[]>()
  /** The rule of the pattern that is complete here. */
  rule?: Rule
}

/**
 * Finds patterns such as `IGNORE ANY* ORDERS`. An element is a word list, several (`A|B`) or a
 * literal word; a star allows any number of its words. Spaces matter only at both ends of a match,
 * so split and joined words are found too. All patterns run at once over each letter, in linear
 * time.
 */
export class PhraseMatcher<Rule extends string> {
  readonly #lexicon = new TrieNode()
  readonly #start = new State<Rule>()

  /** @param words lists by name and language ("IGNORE de"), words separated by commas */
  constructor(
    words: Readonly<Record<string, string>>,
    patterns: Readonly<Record<Rule, readonly string[]>>
  ) {
    for (const [name, list] of Object.entries(words)) {
      for (const word of list.split(',')) this.#addWord(word, name.split(' ')[0] ?? name)
    }
    for (const [rule, sources] of Object.entries<readonly string[]>(patterns)) {
      for (const source of sources) this.#addPattern(source.split(' '), rule as Rule)
    }
  }

  /** The rule of the first pattern that a folded text completes. */
  find(reading: string): Rule | undefined {
    const { letters, edges } = lettersOf(reading)
    const reached = new Map<number, Set<State<Rule>>>()
    for (let at = 0; at < letters.length; at++) {
      const states = reached.get(at) ?? (edges.has(at) ? new Set() : undefined)
      if (states === undefined) continue
      if (edges.has(at)) states.add(this.#start)
      for (const { list, end } of this.#wordsAt(letters, at)) {
        for (const next of states.values().flatMap(state => state.steps.get(list) ?? [])) {
          if (next.rule !== undefined && edges.has(end)) return next.rule
          reached.set(end, (reached.get(end) ?? new Set()).add(next))
        }
      }
    }
    return undefined
  }

  *#wordsAt(letters: string, start: number): Generator<{ list: string; end: number }, undefined> {
    let node = this.#lexicon.next.get(letters.charAt(start))
    for (let end = start + 1; node !== undefined; end++) {
      for (const list of node.lists) yield { list, end }
      node = node.next.get(letters.charAt(end))
    }
  }

  #addWord(word: string, list: string): void {
    let node = this.#lexicon
    for (const letter of lettersOf(skeleton(word)).letters) {
      const next = node.next.get(letter) ?? new TrieNode()
      node.next.set(letter, next)
      node = next
    }
    node.lists.add(list)
  }

  #addPattern(elements: readonly string[], rule: Rule): void {
    let from = [this.#start]
    for (const element of elements) {
      const to = new State<Rule>()
      const isRepeated = element.endsWith('*')
      for (const list of element.replace('*', '').split('|')) {
        if (!/^[A-Z]/.test(list)) this.#addWord(list, list)
        for (const state of isRepeated ? [...from, to] : from) {
          state.steps.set(list, [...(state.steps.get(list) ?? []), to])
        }
      }
      from = isRepeated ? [...from, to] : [to]
    }
    for (const state of from) state.rule = rule
  }
}

/** The letters of a folded text, and the positions where a word may begin or end. */
function lettersOf(reading: string): { letters: string; edges: ReadonlySet<number> } {
  const words = foldLeet(reading.replace(/([a-z])\1{2,}/g, '$1')).split(/[^\p{L}\p{N}]+/u)
  const edges = new Set([0])
  let end = 0
  for (const word of words) {
    // A long word is taken for several words written together.
    if (word.length >= 15 || unspaced.test(word)) {
      for (let at = 1; at < word.length; at++) edges.add(end + at)
    }
    end += word.length
    edges.add(end)
  }
  return { letters: words.join(''), edges }
}

/** Scripts that write no spaces between words. */
const unspaced = /[\u3040-\u30FF\u4E00-\u9FFF]/
