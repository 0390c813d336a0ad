/** A seeded source of numbers in [0, 1): mulberry32, small and fast; nothing here needs to be secret. */
export type Random = () => number

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** FNV-1a over UTF-16 code units, started from the seed, so that each seed gives other hashes. */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** Draws without repeats until all cards are drawn, then starts again. */
export class Deck<T> {
  private readonly cards: T[]
  private readonly random: Random
  private drawn = 0

  constructor(cards: readonly T[], random: Random) {
    if (cards.length === 0) throw new Error('A deck needs at least one card')
    this.cards = [...cards]
    this.random = random
  }

  get size(): number {
    return this.cards.length
  }

  draw(): T {
    if (this.drawn === this.cards.length) this.drawn = 0
    const chosen = this.drawn + Math.floor(this.random() * (this.cards.length - this.drawn))
    const card = this.cards[chosen] as T
    this.cards[chosen] = this.cards[this.drawn] as T
    this.cards[this.drawn] = card
    this.drawn += 1
    return card
  }
}
