/** One value of the header of a GGUF file: the number of its type, and its bytes. */
type HeaderValue = readonly [type: number, bytes: Buffer]

const width = 32
const inner = 64
const types = { u32: 4, i32: 5, f32: 6, text: 8, list: 9 }
/** Kinds of tokens, as llama.cpp numbers them. */
const kinds = { normal: 1, unknown: 2, control: 3, byte: 6 }

const words =
  'a an and at away back before bell bridge by came cold dark day deep door down evening fire fox from gold grass green had he her hill him his home house in into it keep lantern light long looked moon morning never night no not of old on one open out over path quiet rain red river road said saw sea she silver sky slow snow song star stone still sun that the then they through time to tree under until up upon wall was watched water way were white who wind window winter with wolf wood'

/** The sentence marks and quotation mark by which a text of the model comes to an end. */
const marks = { '.': 0.2, ',': 0.1, '"': 0 }

/**
 * A model with random weights, as a GGUF file: one layer of the Llama architecture, 32 wide. It writes
 * words in random order. The first dimension is the same for all tokens, and the output weights of that
 * dimension say how likely a token is: words more than letters, bytes that are no ASCII never.
 */
export function randomModel(seed: number): Buffer {
  const random = randomNumbers(seed)
  const tokens = vocabulary()
  const header = headerOf(tokens)
  const matrices: readonly (readonly [name: string, shape: readonly number[]])[] = [
    ['token_embd', [width, tokens.length]],
    ['output_norm', [width]],
    ['output', [width, tokens.length]],
    ['blk.0.attn_norm', [width]],
    ...['q', 'k', 'v', 'output'].map(name => [`blk.0.attn_${name}`, [width, width]] as const),
    ['blk.0.ffn_norm', [width]],
    ['blk.0.ffn_gate', [width, inner]],
    ['blk.0.ffn_up', [width, inner]],
    ['blk.0.ffn_down', [inner, width]]
  ]
  const infos: Buffer[] = []
  const weights: Buffer[] = []
  let offset = 0
  for (const [name, shape] of matrices) {
    const values = Array.from({ length: shape.reduce((a, b) => a * b) }, (_, at) => {
      const isFirst = at % width === 0
      if (isFirst && name === 'token_embd') return 8
      if (isFirst && name === 'output') return tokens[at / width]?.likelihood ?? 0
      if (name.endsWith('norm')) return 1
      // Weights of the layer are small, so that the first dimension remains the largest.
      return random() * (name.startsWith('blk') ? 0.1 : name === 'output' ? 3 : 1)
    })
    const bytes = Buffer.concat(values.map(f32))
    infos.push(text(`${name}.weight`), u32(shape.length), ...shape.map(u64), u32(0), u64(offset))
    weights.push(bytes)
    offset += bytes.length
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(matrices.length),
    u64(header.length),
    ...header.flatMap(([key, [type, bytes]]) => [text(key), u32(type), bytes]),
    ...infos
  ])
  return Buffer.concat([head, Buffer.alloc(-head.length & 31), ...weights])
}

interface Token {
  readonly text: string
  readonly kind: number
  readonly likelihood: number
}

function vocabulary(): readonly Token[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => ({
    text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    kind: kinds.byte,
    likelihood: byte < 0x20 || byte > 0x7e ? -8 : -2
  }))
  return [
    { text: '<unk>', kind: kinds.unknown, likelihood: -8 },
    { text: '<s>', kind: kinds.control, likelihood: -8 },
    { text: '</s>', kind: kinds.control, likelihood: 0 },
    ...bytes,
    ...words.split(' ').map(word => ({ text: `▁${word}`, kind: kinds.normal, likelihood: 0 })),
    ...Object.entries(marks).map(([mark, likelihood]) => ({
      text: mark,
      kind: kinds.normal,
      likelihood
    }))
  ]
}

const chatTemplate =
  "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '\\n' }}{% endfor %}"

function headerOf(tokens: readonly Token[]): readonly (readonly [string, HeaderValue])[] {
  const number = (value: number): HeaderValue => [types.u32, u32(value)]
  const word = (value: string): HeaderValue => [types.text, text(value)]
  return [
    ['general.architecture', word('llama')],
    ['general.name', word('random')],
    ['llama.context_length', number(65_536)],
    ['llama.embedding_length', number(width)],
    ['llama.block_count', number(1)],
    ['llama.feed_forward_length', number(inner)],
    ['llama.attention.head_count', number(2)],
    ['llama.attention.layer_norm_rms_epsilon', [types.f32, f32(1e-5)]],
    ['llama.rope.dimension_count', number(width / 2)],
    ['llama.vocab_size', number(tokens.length)],
    ['tokenizer.ggml.model', word('llama')],
    [
      'tokenizer.ggml.tokens',
      listOf(
        types.text,
        tokens.map(token => text(token.text))
      )
    ],
    [
      'tokenizer.ggml.scores',
      listOf(
        types.f32,
        tokens.map(() => f32(0))
      )
    ],
    [
      'tokenizer.ggml.token_type',
      listOf(
        types.i32,
        tokens.map(({ kind }) => u32(kind))
      )
    ],
    ['tokenizer.ggml.bos_token_id', number(1)],
    ['tokenizer.ggml.eos_token_id', number(2)],
    ['tokenizer.ggml.unknown_token_id', number(0)],
    ['tokenizer.chat_template', word(chatTemplate)]
  ]
}

function listOf(type: number, items: readonly Buffer[]): HeaderValue {
  return [types.list, Buffer.concat([u32(type), u64(items.length), ...items])]
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}

/** Numbers from -0.5 to 0.5, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 8) / 2 ** 24 - 0.5
  }
}
