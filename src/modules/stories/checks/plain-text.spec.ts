import { toPlainText } from './plain-text.ts'

describe('toPlainText', () => {
  it.each([
    ['headings', '# One\n\n###### Two ##', 'One\n\nTwo'],
    ['a heading underlined', 'One\n===\n\nTwo', 'One\n\nTwo'],
    ['bold', '**bold** and __bold__', 'bold and bold'],
    ['italics', '*it* and _it_, “*so*” (_so_)', 'it and it, “so” (so)'],
    ['both', '***both*** **a *b* c**', 'both a b c'],
    ['emphasis over a line', '*a\nb* c', 'a\nb c'],
    ['strikes', '~~gone~~ here', 'gone here'],
    ['code', '`code` and ``more``', 'code and more'],
    ['fences', '```js\ncode\n```\n~~~\nmore\n~~~', 'code\n\nmore'],
    ['links', '[a](https://b.c "t") [d][1] <https://e.f> [g](h(i))', 'a d https://e.f g'],
    ['images', 'x ![alt](b.png) y', 'x alt y'],
    ['block quotes', '> a\n>> b\n>\n> c', 'a\nb\n\nc'],
    ['bullets', '- a\n* b\n  + c\n• d', 'a\nb\nc\nd'],
    ['marks inside marks', '> - **[a](b)**', 'a'],
    ['marks that marks make', '**- a**', 'a'],
    ['escapes', 'a \\# b \\[c\\]', 'a # b [c]'],
    ['HTML', '<p>a <b class="x">b</b><br/>c</p><!-- d --e --><i>f', 'a b\nc\nf'],
    [
      'rules as scene breaks',
      'a\n\n---\n\nb\n___\nc\n- - -\nd',
      'a\n\n* * *\n\nb\n* * *\nc\n* * *\nd'
    ],
    ['rules at the ends', '***\n\na\n\n---\n', 'a'],
    ['nothing but a rule', '***', ''],
    ['line ends', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
    ['controls', 'a\u0000b\u001Bc\u007Fd\uFEFF\u202Ee\tf', 'abcde f'],
    ['lone surrogates', 'a\uD800b\uDC00c😀', 'abc😀'],
    ['blank lines', '\n a  \n \n\n\nb\n', 'a\n\nb']
  ])('removes %s', (_what, raw, plain) => {
    expect(toPlainText(raw)).toBe(plain)
  })

  it.each([
    '2 * 3 * 4 = 24',
    'snake_case and __dirname',
    'f*ck and a*b*c',
    'a* footnote*',
    '#1, C# and #hashtag',
    '<3 and 1 < 2 > 0, <- ->',
    '– Hello\n— Hi',
    '-5 degrees, +3 more',
    'a\n\n* * *\n\nb',
    '[sic] and [x] (y z)',
    '¯\\_(ツ)_/¯',
    'It’s 5 o’clock… “Really?”',
    '1. One\n2. Two',
    'a ` tick',
    '*open\n\nclosed*',
    '~5 minutes ~ later',
    'می‌روم 👩‍🚀'
  ])('does not change %j', text => {
    expect(toPlainText(text)).toBe(text)
  })

  it('is idempotent', () => {
    const pieces = [
      '*',
      '**',
      '_',
      '`',
      '```',
      '~~',
      '#',
      '# ',
      '>',
      '> ',
      '- ',
      '[',
      '](',
      ')',
      '![',
      '<b>'
    ]
    pieces.push(
      '</p>',
      '<!--',
      '-->',
      '\\',
      '\n',
      '\n\n',
      ' ',
      'a',
      'é',
      '😀',
      '* * *',
      '---',
      '===',
      '\uD800',
      '\r',
      '¯'
    )
    let state = 7
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fff_ffff
      return (state >>> 8) % below
    }
    for (let round = 0; round < 2000; round++) {
      const raw = Array.from({ length: random(14) }, () => pieces[random(pieces.length)]).join('')
      const once = toPlainText(raw)
      expect(toPlainText(once)).toBe(once)
      expect(once).not.toMatch(/\n{3}|^\s|\s$|\r/)
      expect(once.isWellFormed()).toBe(true)
    }
  })

  it.each([
    '*',
    '_a',
    '**a ',
    '[',
    '[a](',
    '![',
    '> ',
    '- ',
    '`',
    '<b ',
    '<!--',
    '# ',
    '~~',
    '\\*',
    '\n'
  ])('takes linear time for a long run of %j', piece => {
    // Eight times the text: 8 where the time is linear, 64 where it is quadratic.
    const [short, long] = [2000, 16_000].map(count => cpuOf(() => toPlainText(piece.repeat(count))))
    expect((long ?? NaN) / (short ?? NaN)).toBeLessThan(32)
  })
})

/** CPU time of the fastest of several runs, so that other load of the machine does not count. */
function cpuOf(work: () => unknown): number {
  const runs = Array.from({ length: 5 }, () => {
    const began = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(began)
    return user + system
  })
  return Math.max(Math.min(...runs), 1)
}
