/** The kind of a tag in a model's answer. */
export type MarkupTag =
  | { readonly kind: 'reasoning starts' | 'reasoning ends' | 'special token' }
  | { readonly kind: 'byte'; readonly value: number }
  | { readonly kind: 'text' }

/** The longest tag that is recognised, in UTF-16 code units. */
export const maxTagLength = 48

/** Opening characters and what closes a tag that starts with them. */
export const tagClosers: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['[', ']'],
  ['◁', '▷']
])

/** Names of reasoning blocks, by model family and gateway. */
const reasoningNames = [
  'think',
  'thinking',
  'thought',
  'thoughts',
  'reason',
  'reasoning',
  'reflection',
  'rationale',
  'analysis',
  'scratchpad',
  'inner_monologue'
].join('|')

const angled = new RegExp(`^[<◁](/?)(?:[a-z]+:)?(?:${reasoningNames}) ?[>▷]$`)
const bracketed = /^\[(\/?)think\]$/
const piped = /^<\|(begin|end)_of_thought\|>$/

const specialTokens = [
  // ChatML, Llama 3, GPT: <|im_end|>, <|eot_id|>, <|endoftext|>; DeepSeek has full-width bars.
  /^<\|[^|]*\|>$/,
  /^<｜[^｜]*｜>$/,
  // SentencePiece and Gemma.
  /^<\/?(?:s|eos|bos|pad|unk|end_of_turn|start_of_turn)>$/,
  /^\[\/?inst\]$/
]

const byteToken = /^<0x([0-9a-f]{2})>$/

/**
 * Classifies a complete tag with its brackets. An unknown tag, such as `<p>`, is text.
 *
 * @param raw at most `maxTagLength` characters, so every expression here is bounded
 */
export function classifyTag(raw: string): MarkupTag {
  // Inside a JSON string a slash may be escaped.
  const tag = raw.toLowerCase().replaceAll('\\', '')
  const slash = angled.exec(tag) ?? bracketed.exec(tag)
  if (slash !== null) return { kind: slash[1] === '/' ? 'reasoning ends' : 'reasoning starts' }
  const thought = piped.exec(tag)
  if (thought !== null) {
    return { kind: thought[1] === 'end' ? 'reasoning ends' : 'reasoning starts' }
  }
  const byte = byteToken.exec(tag)?.[1]
  if (byte !== undefined) return { kind: 'byte', value: Number.parseInt(byte, 16) }
  return { kind: specialTokens.some(token => token.test(tag)) ? 'special token' : 'text' }
}
