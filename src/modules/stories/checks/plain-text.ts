/**
 * A model's prose as plain text: no control characters, no Markdown, no HTML tags, paragraphs with
 * at most one blank line between them. Every kind of horizontal rule becomes the scene break
 * `* * *`. Of plain text the result is the text itself.
 */
export function toPlainText(raw: string): string {
  let plain = withoutControls(raw)
  let before: string
  // Marks hide marks: until nothing changes. That also makes it idempotent.
  do {
    before = plain
    plain = tidy(withoutMarks(plain))
  } while (plain !== before)
  return plain
}

/** The scene break of plain text. */
const sceneBreak = '* * *'

/** Line ends as line feeds, without control characters and lone surrogates. */
export function withoutControls(raw: string): string {
  const text = raw.isWellFormed() ? raw : raw.replace(/\p{Surrogate}/gu, '')
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(controls, '')
}

// Of the format characters only those go that can hide or reorder text; emoji and Persian need theirs.
const controls = /[^\P{Cc}\n]|[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/gu

function withoutMarks(text: string): string {
  return anyMark.test(text)
    ? replacements.reduce((rest, [mark, instead]) => rest.replace(mark, instead), text)
    : text
}

/** Most stories hold none of these, and need not be searched for each. */
const anyMark = /[*_`~#>[\]\\]|^[^\S\n]*[-+=•]/m

const tag =
  'a|abbr|b|big|blockquote|body|center|cite|code|del|em|font|html|i|img|ins|kbd|mark|ol|pre|q|s|small|' +
  'span|strike|strong|sub|sup|u|ul'
const blockTag = 'br|dd|div|dl|dt|h[1-6]|hr|li|p|section|table|td|th|tr'

/** Emphasis stands around words, not inside them and not apart from them. */
function emphasis(mark: string): RegExp {
  const inner = `(?:[^${mark}\\n]|\\n(?!\\s*\\n))*?`
  const opening = `(?<![\\p{L}\\p{N}\\\\${mark}])(${mark}{1,3})(?=[^\\s${mark}])`
  const closing = `\\1(?![\\p{L}\\p{N}${mark}])`
  return new RegExp(`${opening}(${inner}[^\\s\\\\${mark}])${closing}`, 'gu')
}

const replacements: readonly (readonly [RegExp, string])[] = [
  [/<!--(?:[^-]|-(?!->))*-->/g, ''],
  [new RegExp(`</?(?:${tag})(?:\\s[^<>]*)?/?>`, 'gi'), ''],
  [new RegExp(`</?(?:${blockTag})(?:\\s[^<>]*)?/?>`, 'gi'), '\n'],
  [/^[^\S\n]*(?:`{3,}|~{3,})[^`~\n]*$/gm, ''],
  [/^[^\S\n]*(?:(?:\*[^\S\n]*){3,}|(?:-[^\S\n]*){3,}|(?:_[^\S\n]*){3,})$/gm, sceneBreak],
  [/^[^\S\n]*={3,}[^\S\n]*$/gm, ''],
  [/^[^\S\n]*(?:>[^\S\n]?)+/gm, ''],
  [/^[^\S\n]*(?:#{1,6}[^\S\n]+)+(.*?)(?:[^\S\n]+#+)?[^\S\n]*$/gm, '$1'],
  [/^(?!\* \* \*$)[^\S\n]*(?:[-*+•][^\S\n]+)+/gm, ''],
  [/!?\[([^[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\)/g, '$1'],
  [/!?\[([^[\]\n]+)\]\[[^[\]\n]*\]/g, '$1'],
  [/<((?:https?:\/\/|mailto:)[^\s<>]+)>/g, '$1'],
  [/(?<!`)(`+)(?!`)([^`\n]+)\1(?!`)/g, '$2'],
  [/~~(?=[^\s~])([^~\n]*[^\s~])~~/g, '$1'],
  [emphasis('\\*'), '$2'],
  [emphasis('_'), '$2'],
  // But not in the shrug ¯\_(ツ)_/¯.
  [/(?<!¯)\\([*_`~#[\]>])/g, '$1']
]

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^(?:\s*\* \* \*(?=\s*\n|$))+|(?:(?<=\n)\* \* \*\s*)+$/g, '')
    .trim()
}
