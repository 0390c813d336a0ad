/**
 * Converts a model's prose to plain text: no control characters, no Markdown, no HTML tags, at most
 * one blank line between paragraphs. A horizontal rule becomes the scene break `* * *`. Plain text
 * is returned unchanged.
 */
export function toPlainText(raw: string): string {
  let plain = withoutControls(raw)
  let before: string
  // A mark may hide another one, so this repeats until nothing changes. It is idempotent therefore.
  do {
    before = plain
    plain = tidy(withoutMarks(plain))
  } while (plain !== before)
  return plain
}

/** The scene break in plain text. */
const sceneBreak = '* * *'

/** Normalises line ends to line feeds; removes control characters and lone surrogates. */
export function withoutControls(raw: string): string {
  const text = raw.isWellFormed() ? raw : raw.replace(/\p{Surrogate}/gu, '')
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(controls, '')
}

// Only format characters that can hide or reorder text; emoji and Persian need the others.
const controls = /[^\P{Cc}\n]|[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/gu

function withoutMarks(text: string): string {
  return anyMark.test(text)
    ? replacements.reduce((rest, [mark, instead]) => rest.replace(mark, instead), text)
    : text
}

/** A text without these characters needs none of the searches below. Most stories have none. */
const anyMark = /[*_`~#>[\]\\]|^[^\S\n]*[-+=•]/m

const tag =
  'a|abbr|b|big|blockquote|body|center|cite|code|del|em|font|html|i|img|ins|kbd|mark|ol|pre|q|s|small|' +
  'span|strike|strong|sub|sup|u|ul'
const blockTag = 'br|dd|div|dl|dt|h[1-6]|hr|li|p|section|table|td|th|tr'

/** Emphasis encloses whole words, without spaces inside the marks. */
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
  // Except in the shrug ¯\_(ツ)_/¯.
  [/(?<!¯)\\([*_`~#[\]>])/g, '$1']
]

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^(?:\s*\* \* \*(?=\s*\n|$))+|(?:(?<=\n)\* \* \*\s*)+$/g, '')
    .trim()
}
