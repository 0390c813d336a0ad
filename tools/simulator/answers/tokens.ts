type Encoding = typeof import('gpt-tokenizer/encoding/o200k_base')
type Ranks = readonly (string | readonly number[])[]

const disallowedSpecial = new Set<string>()
const maxRemembered = 200
const maxRememberedLength = 20_000

/** Counts and cuts by the tokens of o200k_base, the encoding of OpenAI's current models. */
export class Tokenizer {
  private readonly encoding: Encoding
  private readonly ranks: Ranks
  private readonly remembered = new Map<string, number>()

  constructor(encoding: Encoding, ranks: Ranks) {
    this.encoding = encoding
    this.ranks = ranks
  }

  /** Text that looks like a special token is text. */
  encode(text: string): number[] {
    return this.encoding.encode(text, { disallowedSpecial })
  }

  /** The texts of the tokens; of a character that spans tokens, the last of them has it whole. */
  pieces(tokens: readonly number[]): string[] {
    // Not the library's own decode: its decoder is shared, and a cut character would leak from here
    // into the next answer.
    const decoder = new TextDecoder('utf-8')
    const bytesOf = (token: number) => Buffer.from(this.ranks[token] ?? '')
    return tokens.map(token => {
      const rank = this.ranks[token]
      if (typeof rank === 'string' && isAscii(rank)) return rank
      return decoder.decode(bytesOf(token), { stream: true })
    })
  }

  /**
   * 3 for each message (its role and frame), the tokens of its texts, and 3 that open the answer.
   */
  countPrompt(texts: readonly string[]): number {
    return texts.reduce((sum, text) => sum + 3 + this.countRemembered(text), 3)
  }

  /** The system message comes again with every call. */
  private countRemembered(text: string): number {
    const known = this.remembered.get(text)
    if (known !== undefined) return known
    const count = this.encoding.countTokens(text, { disallowedSpecial })
    if (this.remembered.size >= maxRemembered) this.remembered.clear()
    if (text.length <= maxRememberedLength) this.remembered.set(text, count)
    return count
  }
}

let loading: Promise<Tokenizer> | undefined

/** Loaded at the first chat: its tables take a tenth of a second that a start should not. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= load()
  return loading
}

async function load(): Promise<Tokenizer> {
  const [encoding, ranks] = await Promise.all([
    import('gpt-tokenizer/encoding/o200k_base'),
    import('gpt-tokenizer/bpeRanks/o200k_base')
  ])
  return new Tokenizer(encoding, ranks.default)
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false
  return true
}
