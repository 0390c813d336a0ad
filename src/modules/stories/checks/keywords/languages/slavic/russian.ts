import {
  changed,
  lazy,
  rowsByWord,
  withEndings,
  wordSet,
  type EndingRule,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'
import { russianVerbForms } from './russian-verbs.js'
import * as words from './russian-words.js'

/** All forms have е for ё: most texts do not distinguish them, and the content is read likewise. */
export function russianForms(word: string): WordForms {
  const { irregular, unchanged } = tables()
  const plain = word.replaceAll('ё', 'е')
  const known = [
    ...(irregular.get(plain) ?? []),
    ...(irregular.get(plain.replace(/^(?:не|пре|наи)/, '')) ?? [])
  ]
  if (unchanged.has(plain)) return { forms: new Set([plain, ...known]) }
  const forms = [
    ...known,
    ...nounForms(plain),
    ...adjectiveForms(plain),
    ...russianVerbForms(plain)
  ]
  return { forms: new Set([plain, ...forms]) }
}

const tables = lazy(() => ({
  irregular: rowsByWord(words.irregularNouns.replaceAll('ё', 'е')),
  unchanged: wordSet(words.uninflected)
}))

const hard = 'а у ом е ы ов ам ами ах'
const soft = 'я ю ем е и ей ев ям ями ях'

const nounRules: readonly EndingRule[] = [
  [/а$/, 'е у ой ою ам ами ах -'],
  [/(?<=[гкхжчшщ])а$/, 'и ей ею'],
  [/(?<=[^гкхжчшщ])а$/, 'ы ей'],
  [/(?<=[^иь])я$/, 'и е ю ей ею ям ями ях ь й -'],
  [/(?<=ь)я$/, 'и е ю ей ею ям ями ях'],
  [/(?<=и)я$/, 'и ю ей ею й ям ями ях'],
  [/(?<=[бвджзклмнпрстфхцчшщг])$/, hard],
  [/(?<=[гкхжчшщ])$/, 'и'],
  [/(?<=[жчшщц])$/, 'ем ев ей'],
  [/ь$/, `${soft} ью ам ами ах`],
  [/(?<=и)й$/, 'я ю ем и ев ям ями ях е'],
  [/(?<=[^иы])й$/, 'я ю ем е и ев ям ями ях'],
  [/о$/, 'а у ом е ам ами ах - и ов'],
  [/(?<=[лрнж])е$/, 'я ю ем ей ям ями ях е а у ах ам'],
  [/(?<=[ьв])е$/, 'я ю ем и ям ями ях ев'],
  [/ье$/, 'ий ья ью ьем ьям ьями ьях'],
  [/(?<=и)е$/, 'я ю ем и й ям ями ях'],
  [/(?<=щ|ц)е$/, 'а у ем ам ами ах -'],
  [/ы$/, 'а у е ой ам ами ах ов -'],
  [/(?<=[гкхжчшщ])и$/, 'а у е ой ам ами ах ов -'],
  [/мя$/, 'мени менем мена мен менам менами менах'],
  [/[её]нок$/, 'енка енку енком енке ята ят ятам ятами ятах енки енков енкам енками'],
  [/онок$/, 'онка онку онком онке ата ат атам атами атах'],
  [/анин$/, 'анина анину анином анине ане ан анам анами анах'],
  [/янин$/, 'янина янину янином янине яне ян янам янами янах'],
  [/ин$/, 'ину ином ине'],
  // Vowels that come and go.
  [
    /([бвгджзклмнпрстфхцчшщ])о([бвгджзклмнпрстфхцчшщ])$/,
    '$1$2а $1$2у $1$2ом $1$2е $1$2и $1$2ы $1$2ов $1$2ам $1$2ами $1$2ах'
  ],
  [
    /([бвгджзкмнпрстфхцчшщ])е([бвгджзклмнпрстфхцчшщ])$/,
    '$1$2а $1$2у $1$2ом $1$2ем $1$2е $1$2и $1$2ы $1$2ов $1$2ев $1$2ам $1$2ами $1$2ах'
  ],
  [
    /(л)е([кцвд])$/,
    '$1ь$2а $1ь$2у $1ь$2ом $1ь$2ем $1ь$2е $1ь$2и $1ь$2ы $1ь$2ов $1ь$2ев $1ь$2ам $1ь$2ами $1ь$2ах $1$2а'
  ],
  [/([аеиоу])ец$/, '$1йца $1йцу $1йцем $1йце $1йцы $1йцев $1йцам $1йцами $1йцах'],
  [/([бвгджзклмнпрстфхцчшщ])[её]р$/, '$1ра $1ру $1ром $1ре $1ры $1ров'],
  [/([бвгджзклмнпрстфхцчшщ])ень$/, '$1ня $1ню $1нем $1не $1ни $1ней $1ням $1нями $1нях'],
  [/([бвгджзклмнпрстфхцчшщ])оть$/, '$1тя $1тю $1тем $1те $1ти $1тей'],
  [/([бвгджзклмнпрстфхцчшщ])о(вь|жь|шь)$/, '$1ви $1жи $1ши'],
  // Genitive plural.
  [/([бвгджзклмнпрстфхцчшщ])ка$/, '$1ок $1ек'],
  [/([бвгджзклмнпрстфхцчшщ])ко$/, '$1ек $1ок'],
  [/йка$/, 'ек'],
  [/ьк[ао]$/, 'ек'],
  [/ьмо$/, 'ем'],
  [/([бвгджзклмнпрстфхцчшщ])([лмнрц])[ао]$/, '$1е$2 $1о$2'],
  [/([бвгджзклмнпрстфхцчшщ])це$/, '$1ец'],
  [/([бвгджзклмнпрстфхцчшщ])ня$/, '$1ен $1ень'],
  [/([бвгджзклмнпрстфхцчшщ])ля$/, '$1ель'],
  [/ья$/, 'ий ей'],
  [/ьц[ао]$/, 'ец']
]

function nounForms(word: string): readonly string[] {
  if (
    /(?:ый|ой|ий|ая|яя|ое|ее|ть|ться|чь|ти)$/.test(word) &&
    word.length > 4 &&
    !/(?:ость|есть|[аеои]сть|дочь|ночь|печь|речь|[цгкр]ий|ать)$/.test(word)
  ) {
    return word.endsWith('ой') || word.endsWith('ий')
      ? changed(word, nounRules)
      : /(?:ть|чь)$/.test(word)
        ? withEndings(word.slice(0, -1), 'и ью ей ям ями ях ю я ем е')
        : []
  }
  if (word.length < 3 && !/^(?:ел|уж|ус|яд|ад|ум|ил)$/.test(word)) return []
  return changed(word, nounRules)
}

const hardEndings =
  'ый ой ого ому ым ом ая ую ою ое ые ых ыми ий им ие их ими его ему ем яя ей юю ее'

function adjectiveForms(word: string): readonly string[] {
  const stem = word.replace(/(?:ый|ий|ой|ая|яя)$/, '')
  if (stem === word || stem.length < 2) return []
  const possessive =
    /^(?:волч|лис|птич|медвеж|рыб|коз|овеч|коров|человеч|бож|вдов|пастуш|трет|охотнич|разбойнич|собач|кошач)$/.test(
      stem
    )
  const short = [
    stem,
    stem.replace(/([бвгджзклмнпрстфхцчшщ])н$/, '$1ен'),
    stem.replace(/ьн$/, 'ен'),
    stem.replace(/([бвгджзлмнпрстфхцчшщ])к$/, '$1ок'),
    stem.replace(/([бвгджзлмнпрстфхцчшщ])к$/, '$1ек')
  ]
  return [
    ...withEndings(stem, hardEndings),
    ...(possessive ? withEndings(`${stem}ь`, 'я е и его ему ей ю им их ими ем') : []),
    ...(withoutShortForms.has(word) ? [] : [...short, ...withEndings(stem, shortEndings(word))]),
    ...withEndings(stem, 'ее ей'),
    ...withEndings(`${stem}ейш`, hardEndings),
    ...withEndings(`${stem}айш`, hardEndings),
    ...withEndings(`по${stem}`, 'ее ей'),
    ...(/..[аяе]нн$/.test(stem) ? withEndings(stem.slice(0, -1), '- а о ы') : []),
    ...changed(stem, comparatives)
  ]
}

/** Pronouns and ordinals: with these endings they are other words, друг and пяти. */
const withoutShortForms: ReadonlySet<string> = new Set(
  'другой самый который какой такой иной первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый'.split(
    ' '
  )
)

function shortEndings(word: string): string {
  return /(?:ий|яя)$/.test(word) ? 'а я и' : 'а ы'
}

const comparatives: readonly EndingRule[] = [
  [/г$/, 'же'],
  [/х$/, 'ше'],
  [/к$/, 'че'],
  [/[дз]к$/, 'же'],
  [/ст$/, 'ще'],
  [/т$/, 'че'],
  [/д$/, 'же']
]
