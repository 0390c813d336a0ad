import { round } from './round.js'

/** The marks that end a quotation, by the mark that begins it, in all usual styles. */
const closing: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '”': '”',
  '„': '“”"',
  '«': '»',
  '»': '«»',
  '‘': '’',
  '‚': '‘’',
  '‹': '›',
  '›': '‹',
  '「': '」',
  '『': '』',
  '＂': '＂'
}
const letter = /\p{L}/u

/**
 * Share of characters inside quotation marks. A quotation ends with its paragraph at the latest, because
 * a speech of several paragraphs has no mark at the end of each. Dialogue after dashes is not counted.
 */
export function dialogueShare(text: string): number {
  let ends: string | undefined
  let inside = 0
  let all = 0
  for (let at = 0; at < text.length; at++) {
    const mark = text.charAt(at)
    if (mark === '\n') ends = undefined
    else if (ends === undefined) {
      ends = closing[mark]
      all += 1
    } else {
      all += 1
      if (ends.includes(mark) && !isApostrophe(text, at)) ends = undefined
      else inside += 1
    }
  }
  return all === 0 ? 0 : round(inside / all)
}

function isApostrophe(text: string, at: number): boolean {
  return text.charAt(at) === '’' && letter.test(text.charAt(at + 1))
}
