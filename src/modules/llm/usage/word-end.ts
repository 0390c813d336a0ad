/**
 * The position of the last boundary that no token of o200k_base crosses: the space after a word, or
 * the punctuation after a word of a script without spaces; 0 if there is none. Line ends are no
 * boundary, because punctuation merges with them.
 */
export function lastWordEnd(text: string): number {
  for (let at = text.length - 1; at > 0; at--) {
    const before = text.charCodeAt(at - 1)
    const code = text.charCodeAt(at)
    if (code === space ? !/\s/.test(text.charAt(at - 1)) : isStop(code) && isKanaOrHan(before)) {
      return at
    }
  }
  return 0
}

const space = 0x20

/** 、 。 ， ！ ？ */
function isStop(code: number): boolean {
  return code === 0x3001 || code === 0x3002 || code === 0xff0c || code === 0xff01 || code === 0xff1f
}

function isKanaOrHan(code: number): boolean {
  return (
    (code >= 0x3041 && code <= 0x3096) ||
    (code >= 0x30a1 && code <= 0x30fa) ||
    (code >= 0x4e00 && code <= 0x9fff)
  )
}
