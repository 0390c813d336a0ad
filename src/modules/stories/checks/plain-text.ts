/**
 * Converts a model's prose to plain text: no control characters, no Markdown, no HTML tags, at most
 * one blank line between paragraphs. A horizontal rule becomes the scene break `* * *`. Plain text
 * is returned unchanged.
 */
export function toPlainText(raw: string): string {
  let plain = withoutControls(raw)
  // A mark may hide another one, so this repeats until nothing changes. It is idempotent therefore.
  for (let round = 1; ; round++) {
    // Deeper nesting is no prose. Without its marks the work stays linear.
    const before = round > maxRounds ? plain.replace(marks, '') : plain
    const after = tidy(withoutMarks(before))
    if (after === plain) return plain
    plain = after
  }
}

const maxRounds = 10

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
    ? replacements.reduce(
        (rest, [mark, instead]) => rest.replace(mark, instead),
        headings(withoutComments(text))
      )
    : text
}

/** A text without these characters needs none of the searches below. Most stories have none. */
const anyMark = /[*_`~#>[\]\\]|^\p{Zs}*[-+=•]/mu
const marks = /[*_`~#<>[\]\\]/g

const tag =
  'a|abbr|b|big|blockquote|body|center|cite|code|del|em|font|html|i|img|ins|kbd|mark|ol|pre|q|s|small|' +
  'span|strike|strong|sub|sup|u|ul'
const blockTag =
  'answer|article|br|content|output|response|story|dd|div|dl|dt|h[1-6]|hr|li|p|section|table|td|th|tr'

/** Emphasis encloses whole words, without spaces inside the marks. */
function emphasis(mark: string): RegExp {
  const inner = `(?:[^${mark}\\n]|\\n(?!\\s*\\n))*?`
  const opening = `(?<![\\p{L}\\p{N}\\\\${mark}])(${mark}{1,3})(?=[^\\s${mark}])`
  const closing = `\\1(?![\\p{L}\\p{N}${mark}])`
  return new RegExp(`${opening}(${inner}[^\\s\\\\${mark}])${closing}`, 'gu')
}

const replacements: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`</?(?:${tag})(?:\\s[^<>]*)?/?>`, 'gi'), ''],
  [new RegExp(`</?(?:${blockTag})(?:\\s[^<>]*)?/?>`, 'gi'), '\n'],
  [/^\p{Zs}*(?:`{3,}|~{3,})[^`~\n]*$/gmu, ''],
  [/^\p{Zs}*(?:(?:\*\p{Zs}*){3,}|(?:-\p{Zs}*){3,}|(?:_\p{Zs}*){3,})$/gmu, sceneBreak],
  [/^\p{Zs}*={3,}\p{Zs}*$/gmu, ''],
  [/^\p{Zs}*(?:>\p{Zs}?)+/gmu, ''],
  [/^(?!\* \* \*$)\p{Zs}*(?:[-*+•]\p{Zs}+)+/gmu, ''],
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

/** Comments may span lines. One that does not end is text. */
function withoutComments(text: string): string {
  let rest = ''
  let from = 0
  for (;;) {
    const start = text.indexOf('<!--', from)
    const end = start === -1 ? -1 : text.indexOf('-->', start + '<!--'.length)
    if (end === -1) return rest + text.slice(from)
    rest += text.slice(from, start)
    from = end + '-->'.length
  }
}

/** Replaces headings by their text. */
function headings(text: string): string {
  return text.replace(heading, (_, line: string) => withoutClosingMarks(line.trimEnd()))
}

const heading = /^\p{Zs}*(?:#{1,6}\p{Zs}+)+(?!\p{Zs})(.*)/gmu

function withoutClosingMarks(line: string): string {
  let end = line.length
  while (line.charAt(end - 1) === '#') end--
  const text = line.slice(0, end).trimEnd()
  return text.length < end ? text : line
}

/** Removes spaces at the ends of lines, repeated blank lines, and scene breaks at both ends. */
function tidy(text: string): string {
  const lines = text.split('\n').map(line => line.trimEnd())
  const isProse = (line: string): boolean => line !== '' && line !== sceneBreak
  return lines
    .slice(lines.findIndex(isProse), lines.findLastIndex(isProse) + 1)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimStart()
}
