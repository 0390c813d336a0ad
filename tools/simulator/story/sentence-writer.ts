import { avoiding, type Avoids } from './avoidance.ts'
import type { Beat, Figure, Grammar, Passage, Pools } from './grammar.ts'
import { familyOf, grammarOf } from './grammars.ts'
import type { StoryOrder } from './order.ts'
import { allowedNames, type CastNames } from './cast-names.ts'
import { createRandom, Deck, type Random } from './text/random.ts'
import { capitalised, fillTemplate } from './text/template.ts'
import { countWords } from './text/words.ts'

export interface Sentence {
  readonly text: string
  readonly words: number
  /** Whether it contains a keyword; such a sentence is never dropped. */
  readonly pinned: boolean
}

export interface SentenceWriterOptions {
  readonly order: StoryOrder
  /** Characters and places: the same for a story and its revision. */
  readonly castSeed: number
  readonly proseSeed: number
  /** The name that the characters of every story have, unless it is avoided. */
  readonly favouriteName?: string
  /** Words that no sentence may contain. */
  readonly avoid?: readonly string[]
  /** Sentences that are not to be repeated. */
  readonly used?: Iterable<string>
}

const maxDraws = 12

/** Writes sentences in one language about the same characters, without repeating a sentence. */
export class SentenceWriter {
  readonly grammar: Grammar
  private readonly language: string
  private readonly pools: Pools
  private readonly random: Random
  private readonly avoids: Avoids
  private readonly used: Set<string>
  private readonly cast: Readonly<Record<string, string>>
  private readonly decks = new Map<string, Deck<string>>()
  private readonly passageDecks = new Map<string, Deck<Passage>>()
  private scene = new Map<string, string>()

  constructor(options: SentenceWriterOptions) {
    const { order, castSeed, proseSeed, favouriteName, avoid = [], used = [] } = options
    this.grammar = grammarOf(order.language)
    this.language = order.language
    this.pools = {
      ...this.grammar.pools,
      ...this.grammar.poolsOfGenre[familyOf(order.genre, order.audience)],
      ...this.grammar.poolsOfTone[order.tone]
    }
    this.random = createRandom(proseSeed)
    this.avoids = avoiding(avoid)
    this.used = new Set(used)
    const names = {
      unwanted: order.avoidedNames ?? [],
      ...(favouriteName !== undefined && { favourite: favouriteName })
    }
    this.cast = this.chooseCast(createRandom(castSeed), names)
  }

  /** The sentences of one passage, without those used before: possibly none. */
  passage(kind: Beat | 'scene'): Sentence[] {
    const choices = kind === 'scene' ? this.grammar.scenes : this.grammar.plot[kind]
    const templates = deckOf(this.passageDecks, kind, choices, this.random).draw()
    this.scene = new Map()
    return templates.flatMap(template => this.fillOnce(template) ?? [])
  }

  /** A sentence in the requested tone that fits anywhere in a story. */
  aside(tone: StoryOrder['tone']): Sentence | undefined {
    return this.oneOf(`aside ${tone}`, this.grammar.asides[tone])
  }

  /**
   * The longest short sentence of at most this number of words; repeated only when all have been used.
   */
  short(maxWords: number): Sentence | undefined {
    this.scene = new Map()
    const fit = this.grammar.shorts
      .map(template => this.fill(template))
      .filter(text => !this.avoids(text))
      .map(text => ({ text, words: this.count(text), pinned: false }))
      .filter(sentence => sentence.words > 0 && sentence.words <= maxWords)
      .toSorted((one, other) => other.words - one.words)
    const chosen = fit.find(sentence => !this.used.has(sentence.text)) ?? fit[0]
    if (chosen) this.used.add(chosen.text)
    return chosen
  }

  /** One sentence that holds these keywords in their exact spelling. */
  keywordSentence(keywords: readonly string[]): Sentence {
    const { grammar } = this
    const single = keywords.length === 1 ? keywords[0] : undefined
    const asNoun = single !== undefined && grammar.plainNoun?.test(single) === true
    const kind = single === undefined ? 'keywords' : asNoun ? 'noun' : 'phrase'
    const templates = {
      keywords: grammar.keywordsAsList,
      noun: grammar.keywordAsNoun,
      phrase: grammar.keywordAsPhrase
    }
    const deck = deckOf(this.decks, kind, templates[kind], this.random)
    let text = ''
    for (let draw = 0; draw < maxDraws; draw++) {
      this.scene = new Map([['k', this.listed(keywords)]])
      text = this.fill(deck.draw())
      if (!this.used.has(text) && !this.avoids(text)) break
    }
    this.used.add(text)
    return { text, words: this.count(text), pinned: true }
  }

  title(): string {
    return capitalised(this.unavoided('title', this.grammar.titles))
  }

  summary(): string {
    return this.unavoided('summary', this.grammar.summaries)
  }

  count(text: string): number {
    return countWords(text, this.language)
  }

  private oneOf(name: string, templates: readonly string[]): Sentence | undefined {
    const deck = deckOf(this.decks, name, templates, this.random)
    for (let draw = 0; draw < maxDraws; draw++) {
      this.scene = new Map()
      const sentence = this.fillOnce(deck.draw())
      if (sentence) return sentence
    }
    return undefined
  }

  private fillOnce(template: string): Sentence | undefined {
    const text = this.fill(template)
    if (this.used.has(text) || this.avoids(text)) return undefined
    this.used.add(text)
    return { text, words: this.count(text), pinned: false }
  }

  private unavoided(name: string, templates: readonly string[]): string {
    const deck = deckOf(this.decks, name, templates, this.random)
    this.scene = new Map()
    let text = this.fill(deck.draw())
    for (let draw = 1; draw < templates.length && this.avoids(text); draw++) {
      text = this.fill(deck.draw())
    }
    return text
  }

  private listed(keywords: readonly string[]): string {
    const head = keywords.slice(0, -1).join(this.grammar.listComma)
    const last = keywords.at(-1) ?? ''
    return head === '' ? last : head + this.grammar.listAnd + last
  }

  private fill(template: string): string {
    return fillTemplate(template, slot => this.valueOf(slot))
  }

  private valueOf(slot: string): string {
    const fixed = this.cast[slot] ?? this.scene.get(slot)
    if (fixed !== undefined) return fixed
    // A second place of a scene comes from the same deck, so the two differ.
    const pool = slot.replace(/\d$/, '')
    const value = deckOf(
      this.decks,
      pool,
      this.allowed(this.pools[pool] ?? [slot]),
      this.random
    ).draw()
    this.scene.set(slot, value)
    return value
  }

  private allowed(pool: readonly string[]): readonly string[] {
    const allowed = pool.filter(value => !this.avoids(value))
    return allowed.length > 0 ? allowed : pool
  }

  private chooseCast(random: Random, names: CastNames): Readonly<Record<string, string>> {
    const figures = new Deck(this.grammar.figures, random)
    const hero = this.named(this.drawFigure(figures), names)
    const unwanted = [...names.unwanted, hero.name]
    const friend = this.named(this.drawFigure(figures), { unwanted })
    const one = (pool: string) => new Deck(this.allowed(this.pools[pool] ?? [pool]), random).draw()
    return {
      ...hero,
      hero: hero.name,
      friend: friend.name,
      home: one('home'),
      goal: one('goal'),
      foe: one('foe')
    }
  }

  /** The figure, with another name if its own is unwanted or another one is liked better. */
  private named(figure: Figure, names: CastNames): Figure {
    const others = this.grammar.figures.map(({ name }) => name)
    const [name = figure.name] = allowedNames([figure.name, ...others], names)
    return { ...figure, name }
  }

  private drawFigure(figures: Deck<Figure>): Figure {
    let figure = figures.draw()
    for (let draw = 1; draw < figures.size && this.avoids(figure.name); draw++) {
      figure = figures.draw()
    }
    return figure
  }
}

function deckOf<T>(
  decks: Map<string, Deck<T>>,
  name: string,
  cards: readonly T[],
  random: Random
): Deck<T> {
  const known = decks.get(name)
  if (known) return known
  const deck = new Deck(cards, random)
  decks.set(name, deck)
  return deck
}
