/** A pattern at the end of a word, and its possible replacements, separated by spaces. */
type EndingRule = readonly [pattern: RegExp, replacements: string]

/** Inflection of one language. All texts are folded. */
export interface EndingTable {
  /** Rules for words of at least `minLetters` letters, by default four. */
  readonly rules: readonly EndingRule[]
  /** Rules for shorter words: the plural only. */
  readonly shortRules?: readonly EndingRule[]
  readonly minLetters?: number
  /** Prefixes that are written together with the next word. */
  readonly prefixes?: string
  /** Words that are not inflected: with an ending they would be another word. */
  readonly unchanged?: string
  /** Rows of irregular forms. The forms of a row are equivalent. */
  readonly irregular?: string
}

/** Hangul syllables that end with a vowel; other particles follow them. */
const openSyllables = String.fromCharCode(...Array.from({ length: 399 }, (_, i) => 0xac00 + i * 28))

/**
 * Endings by language. A rule is listed only if its result is nearly always a form of the same
 * word: casa gives casas, never caso. Most rules lead from the base form to inflected forms and not
 * back: "Wagen" is no form of "Wage".
 */
export const endingTables: Readonly<Record<string, EndingTable>> = {
  sv: {
    rules: [
      [/(?<=[^aeiouyåäö])$/, 'en et ar er arna erna s ens ets'],
      [/a$/, 'an or orna ans'],
      [/e$/, 'en ar arna ens']
    ],
    shortRules: [[/(?<=[^aeiouyåäö])$/, 'ar er']],
    unchanged: 'plan kopp just mest',
    irregular: 'bok böcker|natt nätter|hand händer|son söner|dotter döttrar|man män|mus möss'
  },
  da: {
    rules: [
      [/(?<=[^aeiouyæøå])$/, 'en et e er ene erne s'],
      [/e$/, 'en er erne et']
    ],
    shortRules: [[/(?<=[^aeiouyæøå])$/, 'e er']]
  },
  nb: {
    rules: [
      [/(?<=[^aeiouyæøå])$/, 'en et er ene a s'],
      [/e$/, 'en er ene et a']
    ],
    shortRules: [[/(?<=[^aeiouyæøå])$/, 'er']]
  },
  uk: {
    rules: [
      [/а$/, 'и і у ою о ам ами ах'],
      [/я$/, 'і ї ю ею єю ям ями ях'],
      [/(?<=[бвгґджзклмнпрстфхцчшщ])$/, 'а у ом ем і и ів ові еві ам ами ах'],
      [/ь$/, 'я ю ем і ів ям ями ях еві'],
      [/й$/, 'я ю єм ї їв єві ям ями ях'],
      [/о$/, 'а у ом і ам ами ах'],
      [/ий$/, 'ого ому им ім а ої ій у ою е і их ими']
    ],
    shortRules: [[/(?<=[бвгґджзклмнпрстфхцчшщ])$/, 'и і']]
  },
  el: {
    rules: [
      [/οσ$/, 'ου ο ε οι ων ουσ'],
      [/όσ$/, 'ού ό έ οί ών ούσ'],
      [/ασ$/, 'α εσ ων'],
      [/ησ$/, 'η εσ ων'],
      [/α$/, 'ασ εσ ων'],
      [/ά$/, 'άσ έσ ών'],
      [/η$/, 'ησ εσ ων'],
      [/ή$/, 'ήσ έσ ών'],
      [/ο$/, 'ου α ων'],
      [/ό$/, 'ού ά ών'],
      [/ί$/, 'ιού ιά ιών']
    ]
  },
  tr: {
    rules: [
      [/$(?<=[aıou][^aeıioöuü]*)/, 'lar ların ları lara larda lardan larla'],
      [/$(?<=[eiöü][^aeıioöuü]*)/, 'ler lerin leri lere lerde lerden lerle'],
      [/$(?<=[aıou][^aeıioöuü]*)/, 'da dan ta tan'],
      [/$(?<=[eiöü][^aeıioöuü]*)/, 'de den te ten'],
      [/(?<=[aı])$/, 'yı ya nın yla sı'],
      [/(?<=[ou])$/, 'yu ya nun yla su'],
      [/(?<=[ei])$/, 'yi ye nin yle si'],
      [/(?<=[öü])$/, 'yü ye nün yle sü'],
      [/$(?<=[aı][^aeıioöuü]+)/, 'ı a ın la'],
      [/$(?<=[ou][^aeıioöuü]+)/, 'u a un la'],
      [/$(?<=[ei][^aeıioöuü]+)/, 'i e in le'],
      [/$(?<=[öü][^aeıioöuü]+)/, 'ü e ün le'],
      [/(?<=.)k$/, 'ğı ğa ğın ği ğe ğin ğu ğun ğü ğün']
    ],
    shortRules: [
      [/$(?<=[aıou][^aeıioöuü]*)/, 'lar'],
      [/$(?<=[eiöü][^aeıioöuü]*)/, 'ler']
    ]
  },
  ar: {
    rules: [[/ه$/, 'ات']],
    minLetters: 3,
    prefixes: 'ال وال فال بال كال لل'
  },
  he: {
    rules: [
      [/$/, 'ים ות'],
      [/ה$/, 'ות']
    ],
    minLetters: 3,
    prefixes: 'ה וה שה'
  },
  hi: {
    minLetters: 3,
    rules: [
      [/ा$/, 'े ों ो'],
      [/ी$/, 'ियाँ ियों ियां'],
      [/(?<=\p{Script=Devanagari}\p{L})$/u, 'ें ों']
    ]
  },
  id: { rules: [[/$/, 'nya ku mu']] },
  vi: { rules: [] },
  ko: {
    rules: [
      [new RegExp(`(?<=[${openSyllables}])$`), '가 는 를 와 로 라는'],
      [new RegExp(`(?<=[^${openSyllables}])$`), '이 은 을 과 으로 이라는'],
      [/$/, '의 에 에서 에게 께 도 만 부터 까지 처럼 보다 들 들이 들은 들을 들의 들과 들에게 들도']
    ],
    minLetters: 2,
    shortRules: [
      [new RegExp(`(?<=[${openSyllables}])$`), '를'],
      [new RegExp(`(?<=[^${openSyllables}])$`), '을 은']
    ]
  }
}
