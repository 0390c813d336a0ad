import { joined, lazy, withEndings } from '#modules/stories/checks/words/word-forms.js'

/** The forms of a verb; none if the word does not end like an infinitive. */
export function polishVerbForms(word: string): readonly string[] {
  if (
    !/(?:ć|c|źć|ść)$/.test(word) ||
    word.length < 3 ||
    (/(?:ość|iec|ic|ac|nic|oc|ieść)$/.test(word) && irregularOf(word) === undefined)
  )
    return []
  const { presents, pasts } = irregularOf(word) ?? regular(word)
  return [
    word,
    ...presents.flatMap(([first, stem, third]) => finite(first, stem, third)),
    ...pasts.flatMap(pastForms)
  ]
}

/** First person, stem of the other persons with its vowel, third person plural. */
type Present = readonly [first: string, stem: string, third: string]

interface Stems {
  readonly presents: readonly Present[]
  readonly pasts: readonly string[]
}

const agreement = 'y a e ego emu ym ą ej ych ymi i'

function finite(first: string, stem: string, third: string): readonly string[] {
  const bare = stem.replace(/[ei]$/, '').replace(/i$/, '')
  const imperative = stem.endsWith('a') ? `${stem}j` : soft(bare)
  return [
    first,
    ...withEndings(stem, '- sz my cie'),
    third,
    ...withEndings(imperative, '- my cie ij ijcie ijmy'),
    ...withEndings(
      stem.replace(/[ei]$/, each => (each === 'i' ? 'i' : '')),
      'j jcie jmy'
    ),
    `${third}c`,
    ...withEndings(`${third}c`, agreement)
  ]
}

function soft(stem: string): string {
  return stem
    .replace(/c$/, 'ć')
    .replace(/n$/, 'ń')
    .replace(/s$/, 'ś')
    .replace(/dz$/, 'dź')
    .replace(/o(?=[bdłrwz]$)/, 'ó')
}

function pastForms(stem: string): readonly string[] {
  const masculine = stem.replace(/ę$/, 'ą')
  const people = stem.replace(/a$/, each => each).replace(/(?<=[^aeiou])ia$/, 'ie')
  const plural = stem.replace(/e$/, 'e').replace(/(?<=i|l|rz|j|dz|ź|cz)a$/, 'e')
  return [
    ...withEndings(`${masculine}ł`, '- em eś by bym byś'),
    ...withEndings(`${stem}ł`, 'a o y am aś yśmy yście aby oby yby abym'),
    ...[stem, people, plural].flatMap(each => withEndings(`${each}li`, '- śmy ście by byśmy')),
    `${masculine}wszy`,
    ...passive(stem)
  ]
}

/** pisać: pisany, pisanie; robić: robiony, robienie; zamknąć: zamknięty, zamknięcie. */
function passive(stem: string): readonly string[] {
  if (stem.endsWith('ę'))
    return verbal(`${stem.replace(/nę$/, 'nię').replace(/(?<![ni])ę$/, 'ę')}t`, 'ci')
  if (/[ae]$/.test(stem)) {
    const open = stem.replace(/e$/, 'a')
    return [...verbal(`${open}n`, 'ni'), ...verbal(`${stem}n`, 'ni')]
  }
  if (/[iy]$/.test(stem)) {
    const bases = mutated(stem.slice(0, -1), stem.endsWith('i'))
    return [
      ...bases.flatMap(each =>
        joined(verbal(`${each}on`, 'ni'), withEndings(`${each}en`, 'i ie ia iu iem'))
      ),
      ...verbal(`${stem}t`, 'ci')
    ]
  }
  if (stem.endsWith('u')) return verbal(`${stem}t`, 'ci')
  return [...verbal(`${stem}ion`, 'ni'), ...withEndings(`${stem}ien`, 'i ie ia iu iem')]
}

function verbal(stem: string, softEnding: string): readonly string[] {
  return [
    ...withEndings(stem, 'y a e ego emu ym ą ej ych ymi o'),
    ...withEndings(stem.slice(0, -1) + softEnding, '- e a u em')
  ]
}

/** robić: robiony; chodzić: chodzony; nosić: noszony; płacić: płacony. */
function mutated(stem: string, isSoft: boolean): readonly string[] {
  if (!isSoft) return [stem]
  const changes: readonly (readonly [RegExp, string])[] = [
    [/ść?c$/, 'szcz'],
    [/śc$/, 'szcz'],
    [/źdz$/, 'żdż'],
    [/s$/, 'sz'],
    [/(?<!d)z$/, 'ż'],
    [/([bpwfmn])$/, '$1i'],
    [/([cl]|dz|sz|cz|ż|j)$/, '$1']
  ]
  return [
    ...new Set([
      stem,
      ...changes
        .filter(([ending]) => ending.test(stem))
        .map(([ending, other]) => stem.replace(ending, other))
    ])
  ]
}

function regular(infinitive: string): Stems {
  const past = infinitive.replace(/ć$/, '').replace(/ą$/, 'ę')
  const stem = past.slice(0, -1)
  if (/(?:ow|yw|iw)ać$/.test(infinitive)) {
    const short = past.replace(/(?:ow|yw|iw)a$/, match => (match.startsWith('i') ? 'iu' : 'u'))
    const shorter = past.replace(/(?:ow|yw|iw)a$/, 'u')
    return { presents: [jPresent(short), jPresent(shorter), aPresent(past)], pasts: [past] }
  }
  if (infinitive.endsWith('ać')) {
    const changes = [...aMutations(stem)]
    return {
      presents: [
        aPresent(past),
        ...changes.map(each => [`${each}ę`, `${each}e`, `${each}ą`] as const),
        ...(stem.endsWith('i') ? [jPresent(`${stem}e`)] : [])
      ],
      pasts: [past]
    }
  }
  if (infinitive.endsWith('eć')) return withE(stem, past)
  if (/[iy]ć$/.test(infinitive)) {
    const changes = mutated(stem, infinitive.endsWith('ić'))
    return {
      presents: [
        ...changes.map(each => [`${each}ę`, past, `${each}ą`] as const),
        jPresent(past),
        ...changes
          .filter(each => !each.endsWith('i'))
          .map(each => [`${each}ę`, `${stem}i`, `${each}ą`] as const)
      ],
      pasts: [past]
    }
  }
  if (infinitive.endsWith('ąć'))
    return { presents: [[past, `${stem}ie`, `${stem}ą`]], pasts: [past] }
  return infinitive.endsWith('uć') ? { presents: [jPresent(past)], pasts: [past] } : noStems
}

const noStems: Stems = { presents: [], pasts: [] }

/** umieć: umiem; widzieć: widzę; istnieć: istnieję. */
function withE(stem: string, past: string): Stems {
  const open = `${stem}a`
  const changes = mutated(stem.replace(/i$/, ''), true)
  const vowel = stem.endsWith('i') ? stem : /(?:rz|ż|sz|cz)$/.test(stem) ? `${stem}y` : `${stem}i`
  return {
    presents: [
      jPresent(past),
      aPresent(past),
      ...changes.map(each => [`${each}ę`, vowel, `${each}ą`] as const)
    ],
    pasts: [open, past]
  }
}

function jPresent(stem: string): Present {
  return [`${stem}ję`, `${stem}je`, `${stem}ją`]
}

function aPresent(past: string): Present {
  return [`${past}m`, past, `${past}ją`]
}

/** pisać: piszę; kazać: każę; płakać: płaczę. */
function aMutations(stem: string): readonly string[] {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/s$/, 'sz'],
    [/(?<![dcsr])z$/, 'ż'],
    [/k$/, 'cz'],
    [/t$/, 'cz'],
    [/([bpm])$/, '$1i'],
    [/r$/, 'rz'],
    [/ch$/, 'sz']
  ]
  return changes
    .filter(([ending]) => ending.test(stem))
    .map(([ending, other]) => stem.replace(ending, other))
}

function irregularOf(infinitive: string): Stems | undefined {
  for (let start = 0; start + 3 <= infinitive.length; start++) {
    const prefix = infinitive.slice(0, start)
    const known = table().get(infinitive.slice(start))
    if (known === undefined || (start > 0 && !prefixes.test(prefix))) continue
    const add = (form: string): string => prefix + form
    return {
      presents: known.presents.map(
        ([first, stem, third]) => [add(first), add(stem), add(third)] as const
      ),
      pasts: known.pasts.map(add)
    }
  }
  return undefined
}

const prefixes =
  /^(?:do|na|nad|nade|o|ob|obe|od|ode|po|pod|pode|prze|przy|roz|roze|s|ś|u|w|we|współ|wy|wz|wez|z|za|ze|zez|ws|wes|nie)+$/

const table = lazy(() => {
  const rows = irregulars.split('|').map(row => row.trim().split(/\s+/))
  const byInfinitive = new Map<string, Stems>()
  for (const [infinitive = '', first = '', stem = '', third = '', pasts = ''] of rows) {
    // "stać" is both to stand and to become.
    const known = byInfinitive.get(infinitive)?.presents ?? []
    byInfinitive.set(infinitive, {
      presents: [...known, [first, stem, third]],
      pasts: pasts.split(',')
    })
  }
  return byInfinitive
})

/** Infinitive, first person, stem of the other persons, third person plural, stems of the past. */
const irregulars = `być jestem jest są by|być będę będzie będą by|mieć mam ma mają mia,mie|iść idę idzie idą szed,sz|jść jdę jdzie jdą szed,sz|jechać jadę jedzie jadą jecha|jeść jem je jedzą jad,jed|wiedzieć wiem wie wiedzą wiedzia,wiedzie|powiedzieć powiem powie powiedzą powiedzia,powiedzie|chcieć chcę chce chcą chcia,chcie|móc mogę może mogą móg,mog
  |brać biorę bierze biorą bra|prać piorę pierze piorą pra|zwać zwę zwie zwą zwa|stać stoję stoi stoją sta|bać boję boi boją ba|spać śpię śpi śpią spa|dać dam da dadzą da|dawać daję daje dają dawa|znawać znaję znaje znają znawa|stawać staję staje stają stawa|słać ślę śle ślą sła|rwać rwę rwie rwą rwa|ssać ssę ssie ssą ssa|lać leję leje leją la|grzać grzeję grzeje grzeją grza|śmiać śmieję śmieje śmieją śmia|wiać wieję wieje wieją wia|siać sieję sieje sieją sia
  |nieść niosę niesie niosą niós,nios,nieś|wieźć wiozę wiezie wiozą wióz,wioz|wieść wiodę wiedzie wiodą wiód,wiod,wied|kłaść kładę kładzie kładą kład|kraść kradnę kradnie kradną krad|paść padnę padnie padną pad|siąść siądę siądzie siądą siad,sied|usiąść usiądę usiądzie usiądą usiad,usied|znaleźć znajdę znajdzie znajdą znalaz,znaleź|leźć lezę lezie lezą laz|rosnąć rosnę rośnie rosną rós,ros|gryźć gryzę gryzie gryzą gryz|pleść plotę plecie plotą plót,plot|gnieść gniotę gniecie gniotą gniót,gniot|trząść trzęsę trzęsie trzęsą trząs,trzęs|prząść przędę przędzie przędą prząd,przęd
  |biec biegnę biegnie biegną bieg|rzec rzeknę rzeknie rzekną rzek|ciec cieknę ciecze ciekną ciek|piec piekę piecze pieką piek|tłuc tłukę tłucze tłuką tłuk|strzec strzegę strzeże strzegą strzeg|lec legnę legnie legną leg|wlec wlokę wlecze wloką wlók,wlok|siec siekę siecze sieką siek|strzyc strzygę strzyże strzygą strzyg|pomóc pomogę pomoże pomogą pomóg,pomog
  |jąć jmę jmie jmą ję|wziąć wezmę weźmie wezmą wzię|zacząć zacznę zacznie zaczną zaczę|począć pocznę pocznie poczną poczę|ciąć tnę tnie tną cię|giąć gnę gnie gną gię|piąć pnę pnie pną pię|kląć klnę klnie klną klę|zdjąć zdejmę zdejmie zdejmą zdję|objąć obejmę obejmie obejmą obję|podjąć podejmę podejmie podejmą podję|odjąć odejmę odejmie odejmą odję
  |umrzeć umrę umrze umrą umar|drzeć drę drze drą dar|trzeć trę trze trą tar|przeć prę prze prą par|mrzeć mrę mrze mrą mar|wrzeć wrę wrze wrą wrza|żyć żyję żyje żyją ży|bić biję bije biją bi|pić piję pije piją pi|szyć szyję szyje szyją szy|myć myję myje myją my|kryć kryję kryje kryją kry|wyć wyję wyje wyją wy|ryć ryję ryje ryją ry|tyć tyję tyje tyją ty|wić wiję wije wiją wi|kłuć kłuję kłuje kłują kłu|psuć psuję psuje psują psu|czuć czuję czuje czują czu
  |widzieć widzę widzi widzą widzia,widzie|siedzieć siedzę siedzi siedzą siedzia,siedzie|lecieć lecę leci lecą lecia,lecie|musieć muszę musi muszą musia,musie|myśleć myślę myśli myślą myśla,myśle|wisieć wiszę wisi wiszą wisia,wisie|słyszeć słyszę słyszy słyszą słysza,słysze|krzyczeć krzyczę krzyczy krzyczą krzycza,krzycze|leżeć leżę leży leżą leża,leże|patrzeć patrzę patrzy patrzą patrza,patrze|wierzyć wierzę wierzy wierzą wierzy|rozumieć rozumiem rozumie rozumieją rozumia,rozumie|umieć umiem umie umieją umia,umie|śmieć śmiem śmie śmieją śmia,śmie|woleć wolę woli wolą wola,wole|boleć boli boli bolą bola|milczeć milczę milczy milczą milcza,milcze|wyjść wyjdę wyjdzie wyjdą wyszed,wysz|przyjść przyjdę przyjdzie przyjdą przyszed,przysz|zejść zejdę zejdzie zejdą zszed,zesz|pójść pójdę pójdzie pójdą poszed,posz|wejść wejdę wejdzie wejdą wszed,wesz|odejść odejdę odejdzie odejdą odszed,odesz|przejść przejdę przejdzie przejdą przeszed,przesz|dojść dojdę dojdzie dojdą doszed,dosz|zostać zostanę zostanie zostaną zosta|dostać dostanę dostanie dostaną dosta|wstać wstanę wstanie wstaną wsta|powstać powstanę powstanie powstaną powsta|przestać przestanę przestanie przestaną przesta|stać stanę stanie staną sta|ubrać ubiorę ubierze ubiorą ubra|zebrać zbiorę zbierze zbiorą zebra|wybrać wybiorę wybierze wybiorą wybra|zwyciężyć zwyciężę zwycięży zwyciężą zwycięży|czytać czytam czyta czytają czyta|bywać bywam bywa bywają bywa|wydać wydam wyda wydadzą wyda|pisać piszę pisze piszą pisa|odzyskać odzyskam odzyska odzyskają odzyska`
