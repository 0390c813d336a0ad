/** The characters of Windows-1252 for the bytes from 0x80; the code points of the others are the bytes. */
const special = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ'
const specialBytes: ReadonlyMap<string, number> = new Map(
  Array.from(special, (character, index) => [character, 0x80 + index])
)

/** First bytes of a character of UTF-8, as Windows-1252 shows them. */
const firstBytes = /[\u00C2-\u00F4]/
const lowerCase = /\p{Ll}/u

/** Marks that may follow a capital letter in ordinary text, such as that of “AMANHû. */
const closingMarks: ReadonlySet<string> = new Set('“”’»›…–—')
/** Marks that no letter precedes in ordinary text. Control characters are none either. */
const detachedMarks: ReadonlySet<string> = new Set('ƒˆ‰˜¡¢£¤¥¦¬¶¼½¾')

/** A longer run of bytes is repaired in parts. */
const maxRun = 4096

/**
 * Repairs UTF-8 that was read as Windows-1252 or Latin-1 (`â€™` for an apostrophe), in a text that
 * arrives in parts. What may also be ordinary text is left.
 */
export class MojibakeRepair {
  /** The last character before the run. */
  private before = ''
  /** Characters that may be bytes of UTF-8. */
  private run = ''

  push(part: string): string {
    if (this.run === '' && !firstBytes.test(part)) {
      this.before = part.at(-1) ?? this.before
      return part
    }
    let out = ''
    for (const character of part) out += this.read(character)
    return out
  }

  end(): string {
    return this.endRun('')
  }

  private read(character: string): string {
    const mayBeByte = this.run === '' ? firstBytes.test(character) : byteOf(character) !== undefined
    const out = mayBeByte && this.run.length < maxRun ? '' : this.endRun(character)
    if (mayBeByte) this.run += character
    else this.before = character
    return mayBeByte ? out : out + character
  }

  private endRun(after: string): string {
    const { run } = this
    this.run = ''
    return run === '' ? '' : repaired(this.before, run, after)
  }
}

function byteOf(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0
  return specialBytes.get(character) ?? (code >= 0x80 && code <= 0xff ? code : undefined)
}

interface Piece {
  readonly text: string
  /** The character, if the text is its bytes. */
  readonly decoded: string | undefined
}

function repaired(before: string, run: string, after: string): string {
  const pieces = piecesOf(Array.from(run))
  const text = pieces
    .map((piece, index) => {
      const previous = pieces[index - 1] ?? { text: before, decoded: undefined }
      const next = pieces[index + 1] ?? { text: after, decoded: undefined }
      return isMojibake(piece, previous, next) ? piece.decoded : piece.text
    })
    .join('')
  // Some texts were read wrongly twice.
  return text === run ? text : repaired(before, text, after)
}

function piecesOf(characters: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < characters.length;) {
    const bytes = characters.slice(at, at + lengthOf(byteOf(characters[at] ?? '') ?? 0)).map(byteOf)
    const decoded = bytes.every(byte => byte !== undefined) ? decode(bytes) : undefined
    const length = decoded === undefined ? 1 : bytes.length
    pieces.push({ text: characters.slice(at, at + length).join(''), decoded })
    at += length
  }
  return pieces
}

/** The number of bytes of a character of UTF-8, by its first byte. */
function lengthOf(first: number): number {
  return first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
}

function decode(bytes: readonly number[]): string | undefined {
  const text = Buffer.from(bytes).toString()
  return bytes.length === 1 || text.includes('\uFFFD') ? undefined : text
}

function isMojibake({ text, decoded }: Piece, previous: Piece, next: Piece): boolean {
  if (decoded === undefined) return false
  const code = decoded.codePointAt(0) ?? 0
  if (code >= 0x1_0000 || (code >= 0x2000 && code < 0x2300)) return true
  if (previous.decoded !== undefined || next.decoded !== undefined) return true
  if (text.charCodeAt(1) < 0xa0 || detachedMarks.has(text.charAt(1))) return true
  const isBesideLowerCase = lowerCase.test(previous.text) || lowerCase.test(next.text)
  // Letters of European languages; those of other scripts are recognised by the next one.
  return code < 0x180 && (isBesideLowerCase || (code < 0x100 && !closingMarks.has(text.charAt(1))))
}
