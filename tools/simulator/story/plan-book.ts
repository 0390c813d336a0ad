/** The plan of a longer story: its parts, and facts that they do not contradict. */
export interface BookPlan {
  readonly title: string
  readonly outline: readonly { readonly title: string; readonly events: string }[]
  readonly codex: readonly {
    readonly kind: string
    readonly name: string
    readonly facts: readonly string[]
  }[]
}

const turns = ['sets out', 'meets a stranger', 'loses the way', 'finds a trace', 'comes home']

/** A plan whose facts agree with the first sentence of each contradiction of the faults. */
export function planBook(title: string, parts: number): BookPlan {
  return {
    title,
    outline: Array.from({ length: parts }, (_, part) => ({
      title: `Part ${part + 1} of the way`,
      events: `The hero ${turns[part % turns.length] ?? ''} on day ${part + 1}.`
    })),
    codex: [
      { kind: 'person', name: 'Aunt Rosalind', facts: ['is fifty-one years old'] },
      { kind: 'person', name: 'Old Bartholomew', facts: ['is alive', 'is the miller'] },
      { kind: 'place', name: 'The fair', facts: ['opened on a Tuesday'] },
      { kind: 'object', name: 'The dog', facts: ['was called Biscuit'] }
    ]
  }
}
