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
  de: {
    rules: [
      [/in$/, 'innen'],
      [/(?<=[^s])nis$/, 'nisse nisses nissen'],
      [/(?<=e(?:l|r|n))$/, 's n'],
      [/(?<=e)$/, 'n m s'],
      [/(?<=[^aeiouäöüy])$/, 'e en es s em'],
      [/(?<=[aiouy])$/, 's']
    ],
    shortRules: [[/$/, 'e s']],
    unchanged: `band bann buch bund eis fall fass grab hall herd kohl krieg land leid lieb link list
      los macht mark not ost pass rat recht reis rind seit still wach wall watt weil wein weit west
      wind`,
    irregular: `apfel äpfel äpfeln|arzt ärzte ärzten|ast äste ästen|auto autos|bach bäche bächen
      |ball bälle bällen|bank bänke bänken banken|bär bären|band bänder bändern bandes
      |baum bäume bäumen baumes baums|bild bilder bildern|blatt blätter blättern|bruder brüder brüdern|buch bücher büchern
      |burg burgen|dach dächer dächern|dorf dörfer dörfern|fee feen|fluss flüsse flüssen
      |fuchs füchse füchsen fuchses|fuss füsse füssen|fall fälle fällen falles|garten gärten
      |grab gräber gräbern grabes|krieg kriege krieges kriegs|pass pässe pässen passes
      |geist geister geistern geistes|gott götter göttern|hand hände händen|haus häuser häusern hauses|herz herzen herzens
      |hut hüte hüten|kind kinder kindern kindes|kleid kleider kleidern|kopf köpfe köpfen
      |kraft kräfte kräften|kuh kühe kühen|land länder ländern landes|lamm lämmer lämmern
      |licht lichter lichtern|lied lieder liedern|mann männer männern mannes|maus mäuse mäusen
      |mutter mütter müttern|nacht nächte nächten|nuss nüsse nüssen|rad räder rädern|ohr ohren
      |raum räume räumen|schatz schätze schätzen|schiff schiffe schiffen schiffes
      |schloss schlösser schlössern schlosses|schwert schwerter schwertern|sohn söhne söhnen
      |stadt städte städten|stern sterne sternen|tal täler tälern|tochter töchter töchtern
      |traum träume träumen traumes|turm türme türmen turmes|tür türen|uhr uhren|vater väter vätern
      |vogel vögel vögeln|volk völker völkern|wald wälder wäldern waldes|wolf wölfe wölfen wolfes
      |wort worte wörter wörtern|zahn zähne zähnen|zug züge zügen|zwerg zwerge zwergen`
  },
  nl: {
    rules: [
      [/(?<=e(?:l|r|n|m)|je|[aiouy])$/, 's'],
      [/(?<=je)s$/, ''],
      [/(?<=[bcdghjklmnpqrtvwxz])$/, 'en'],
      [/(?<=[^aeiou][aeiou])([bdfgklmnprst])$/, '$1$1en'],
      [/([aeou])\1([bdglmnprt])$/, '$1$2en'],
      [/(?<=ui|ij|oe|ie|eu|ou)s$/, 'zen'],
      [/([aeou])\1s$/, '$1zen'],
      [/(?<=[lr])f$/, 'ven'],
      [/([aeou])\1f$/, '$1ven']
    ],
    shortRules: [[/(?<=[^aeiou][aeiou])([bdfgklmnprst])$/, '$1$1en']],
    unchanged: 'jong waar over hart',
    irregular: 'kind kinderen|ei eieren|stad steden|schip schepen|koe koeien|ster sterren|oog ogen'
  },
  fr: {
    rules: [
      [/(?<=...[^sxz])$/, 's'],
      [/(?<=...[^sxz])s$/, ''],
      [/(?<=eau|eu|ou)$/, 'x'],
      [/(?<=..eau|..eu)x$/, ''],
      [/(?<=..)al$/, 'aux'],
      [/(?<=[hnrt])aux$/, 'al']
    ],
    shortRules: [[/(?<=[^sxz])$/, 's x']],
    unchanged: 'cour cours fil fils foi mai moi pari paris sou souri souris ver',
    irregular: 'œil yeux|eau eaux|feu feux|ciel cieux|travail travaux|monsieur messieurs|fée fées'
  },
  es: {
    rules: [
      [/(?<=[aeiouáéó])$/, 's'],
      [/(?<=...[aeiouáéó])s$/, ''],
      [/(?<=[lrndjsyíúx])$/, 'es'],
      [/(?<=..[lrndj])es$/, ''],
      [/z$/, 'ces'],
      [/ces$/, 'z'],
      [/ón$/, 'ones'],
      [/(?<=..)ones$/, 'ón'],
      [/án$/, 'anes'],
      [/ín$/, 'ines'],
      [/és$/, 'eses'],
      [/ás$/, 'ases']
    ],
    shortRules: [
      [/(?<=[aeiouáéó])$/, 's'],
      [/(?<=[lrndjsy])$/, 'es'],
      [/z$/, 'ces']
    ],
    unchanged: 'marte martes'
  },
  pt: {
    rules: [
      [/(?<=[aeiouãáéê])$/, 's'],
      [/(?<=...[aeiou])s$/, ''],
      [/(?<=[rzsn])$/, 'es'],
      [/(?<=..[rz])es$/, ''],
      [/ão$/, 'ões ães ãos'],
      [/ões$/, 'ão'],
      [/m$/, 'ns'],
      [/(?<=..)ns$/, 'm'],
      [/(?<=..)al$/, 'ais'],
      [/el$/, 'éis'],
      [/ol$/, 'óis']
    ],
    shortRules: [
      [/(?<=[aeiouã])$/, 's'],
      [/(?<=[rz])$/, 'es'],
      [/ão$/, 'ões ães ãos']
    ]
  },
  it: {
    rules: [
      [/(?<=[^cgi])o$/, 'i'],
      [/(?<=[^cgi])a$/, 'e'],
      [/(?<=[^i])e$/, 'i'],
      [/io$/, 'i'],
      [/([cg])o$/, '$1hi $1i'],
      [/([cg])a$/, '$1he'],
      [/([cg])hi$/, '$1o'],
      [/([cg])he$/, '$1a'],
      [/([cg])ia$/, '$1ie $1e'],
      [/(?<=[^cg]i)a$/, 'e']
    ],
    unchanged: 'anca case coma mente porte sola sole',
    irregular: 'uomo uomini|dio dei|uovo uova|mano mani'
  },
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
  ru: {
    rules: [
      [/а$/, 'ы и е у ой ою ам ами ах'],
      [/я$/, 'и е ю ей ёй ям ями ях'],
      [/(?<=[бвгджзклмнпрстфхцчшщ])$/, 'а у ом ем е ы и ов ев ей ам ами ах'],
      [/ь$/, 'я ю ем ём е и ей ям ями ях ам ами ах ью'],
      [/й$/, 'я ю ем е и ев ям ями ях'],
      [/о$/, 'а у ом е ам ами ах'],
      [/(?<=[лрн])е$/, 'я ю ем ей ям ями ях'],
      [/(?<=и)е$/, 'я ю ем и й ям ями ях'],
      [/(?<=ц)е$/, 'а у ем ам ами ах'],
      [/ы$/, 'а у е ой ам ами ах ов'],
      [/(?<=[гкхжчшщ])и$/, 'а у е ой ам ами ах ов'],
      [/(?<=...[бвгджзклмнпрстфхцчшщ])[ыи]$/, ''],
      [/(?:ый|ой)$/, 'ого ому ым ом ая ой ую ое ые ых ыми'],
      [/ий$/, 'его ему им ем яя ей юю ее ие их ими ого ому ом ая ой ую ое']
    ],
    shortRules: [[/(?<=[бвгджзклмнпрстфхцчшщ])$/, 'ы и']],
    irregular: `мать матери матерью матерей|день дня дню днём дне дни дней дням днями днях
      |дом дома дому домом доме домов домам домами домах|лес леса лесу лесом лесе лесов лесам лесах
      |огонь огня огню огнём огне огни огней|лев льва льву львом львы львов|сон сна сну сном сне сны
      |волк волка волку волком волке волки волков волкам волками|кот кота коту котом коте коты котов
      |друг друга другу другом друге друзья друзей друзьям друзьями|ребёнок ребёнка дети детей детям
      |пёс пса псу псом псы псов|замок замка замку замком замке замки замков`
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
  pl: {
    rules: [
      [/a$/, 'y i ę ą o om ami ach ie'],
      [/(?<=[bcćdfghjklłmnńprsśtwzźż])$/, 'a owi em iem u ie y i ów om ami ach'],
      [/o$/, 'a u em ie om ami ach'],
      [/e$/, 'a u em om ami ach'],
      [/y$/, 'ego emu ym a ej ą e ych ymi']
    ],
    shortRules: [[/(?<=[bcdfghjklłmnprstwz])$/, 'y i']]
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
    rules: [[/ة$/, 'ات']],
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
