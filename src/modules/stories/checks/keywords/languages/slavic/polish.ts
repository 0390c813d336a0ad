import {
  changed,
  lazy,
  rowsByWord,
  withEndings,
  wordSet,
  type EndingRule,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'
import { polishVerbForms } from './polish-verbs.js'
import * as words from './polish-words.js'

export function polishForms(word: string): WordForms {
  const { irregular, unchanged } = tables()
  const known = irregular.get(word) ?? []
  if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
  return {
    forms: new Set([
      word,
      ...known,
      ...nounForms(word),
      ...adjectiveForms(word),
      ...polishVerbForms(word)
    ])
  }
}

const tables = lazy(() => ({
  irregular: rowsByWord(words.irregularForms),
  unchanged: wordSet(words.uninflected)
}))

const consonant = '[bcćdfghjklłmnńprsśtwzźż]'
const plural = 'ów om ami ach'

/** The locative: las, lesie; noga, nodze; siostra, siostrze. */
const softened: readonly EndingRule[] = [
  [/ast$/, 'eście'],
  [/as$/, 'esie'],
  [/[ao]zd$/, 'eździe'],
  [/(?<=i)at$/, 'ecie'],
  [/st$/, 'ście'],
  [/zd$/, 'ździe'],
  [/sł$/, 'śle'],
  [/sn$/, 'śnie'],
  [/zn$/, 'źnie'],
  [/(?<!s)t$/, 'cie'],
  [/(?<!z)d$/, 'dzie'],
  [/ł$/, 'le'],
  [/r$/, 'rze'],
  [/k$/, 'ce'],
  [/g$/, 'dze'],
  [/ch$/, 'sze'],
  [/(?<=[bfmnpswz])$/, 'ie']
]

/** The nominative plural of persons: Polak, Polacy; student, studenci; Anglik, Anglicy. */
const persons: readonly EndingRule[] = [
  [/st$/, 'ści'],
  [/t$/, 'ci'],
  [/d$/, 'dzi'],
  [/r$/, 'rzy'],
  [/k$/, 'cy'],
  [/g$/, 'dzy'],
  [/ch$/, 'si'],
  [/ec$/, 'cy'],
  [/ł$/, 'li'],
  [/(?<=[nsz])$/, 'i'],
  [/anin$/, 'anie']
]

const nounRules: readonly EndingRule[] = [
  [/a$/, 'y i ę ą om ami ach'],
  [/(?<=[lj])a$/, 'e ę'],
  [/ia$/, 'i ie ię ią io iom iami iach ij'],
  [/(?<=[csz])a$/, 'e'],
  [/yni$/, 'yń ynię ynią ynie yniom yniami yniach ynio'],
  [/(?<=[^aeiouyąęó])$/, `a u owi em ie y i e o owie ${plural}`],
  [/(?<=[kgl])$/, 'iem i'],
  [/(?<=[czżj])$/, 'e y'],
  [/ć$/, 'ci cia ciu ciem ciowi cie ciom ciami ciach cią ciów ćmi'],
  [/ń$/, 'ni nia niu niem niowi nie niom niami niach nią niów ńmi'],
  [/ś$/, 'si sia siu siem siowi sie siom siami siach sią siów'],
  [/ź$/, 'zi zia ziu ziem ziowi zie ziom ziami ziach zią ziów'],
  [/dź$/, 'dzi dzia dziu dziem dziowi dzie dziom dziami dziach dzią dziów'],
  [/(?<=[lcżzjwmp])$/, 'ą i'],
  [/o$/, 'a u em om ami ach - ie'],
  [/(?<=k|g)o$/, 'iem'],
  [/(?<=..)e$/, 'a u em om ami ach -'],
  [/ie$/, 'ia iu iem iom iami iach i ieniu'],
  [/nie$/, 'ń'],
  [/cie$/, 'ć'],
  [/um$/, 'a ów om ami ach'],
  [/ę$/, 'ęcia ęciu ęciem ęta ąt ętom ętami ętach'],
  [/mię$/, 'mienia mieniu mieniem miona mion mionom mionami mionach'],
  // Vowels that come and go.
  [
    new RegExp(`(${consonant})e(k)$`),
    '$1$2a $1$2u $1$2owi $1$2iem $1$2i $1$2ów $1$2om $1$2ami $1$2ach'
  ],
  [
    new RegExp(`(${consonant})ie(k)$`),
    '$1$2a $1$2u $1$2owi $1$2iem $1$2i $1$2ów $1$2om $1$2ami $1$2ach'
  ],
  [
    new RegExp(`(${consonant})i?e([cłrwnstmlbdpż])$`),
    '$1$2a $1$2u $1$2owi $1$2em $1$2y $1$2i $1$2e $1$2ie $1$2ów $1$2om $1$2ami $1$2ach $1$2owie'
  ],
  [/([aeou])ś?ciec$/, '$1jca $1jcu $1jcem'],
  [/ciec$/, 'ćca ćcy'],
  [/dziec$/, 'dźca dźcy'],
  [
    new RegExp(`(${consonant})i?e(?:ń)$`),
    '$1nia $1niu $1niem $1niowi $1nie $1ni $1niom $1niami $1niach'
  ],
  [/ień$/, 'nia niu niem niowi nie ni niom niami niach'],
  [/dzień$/, 'dnia dniu dniem dni dniom dniami dniach dnie'],
  [
    /ó([bcdłgjklrswzż]|dź|rz)$/,
    `o$1a o$1u o$1owi o$1em o$1y o$1i o$1e o$1ie o$1ów o$1om o$1ami o$1ach o$1iem o$1owie`
  ],
  [/ó([ldrż]|sł)$/, 'o$1i o$1y o$1e o$1ą'],
  [/ódź$/, 'odzi odzią odzie odziom odziami odziach'],
  [/ół$/, 'ole'],
  [/ód$/, 'odzie'],
  [/ór$/, 'orze'],
  [/ót$/, 'otu ocie otów oty otem'],
  [/ób$/, 'obie'],
  [/ów$/, 'owie'],
  [/óz$/, 'ozie'],
  [/ąb$/, 'ębu ęba ębem ębie ęby ębów ębom ębami ębach'],
  [/ąd$/, 'ędu ęda ędem ędzie ędy ędów ędom ędami ędach'],
  [/ąż$/, 'ęża ężu ężowi ężem ężowie ężów ężom ężami ężach ęże'],
  [/ąz$/, 'ęzu ęzem ęzie ęzy ęzów'],
  // Genitive plural.
  [new RegExp(`(${consonant})k[ao]$`), '$1ek'],
  [/([bdfłmnprstwz])i?([nłrw])[ao]$/, '$1e$2 $1ie$2'],
  [/([mrnwkpbszł])nia$/, '$1ni'],
  [/nia$/, 'ń'],
  [/(?<=j|l|c|rz|sz|cz|ż)a$/, '-'],
  [/o([bcdłgjklrswzż]|dź|rz)[aoe]$/, 'ó$1'],
  [/oga$/, 'óg'],
  [/ę([bcdgtkwz]|dz|cz)[aoe]$/, 'ą$1'],
  [/a$/, '-'],
  [/(?<=[^cgk])ga$/, 'dze'],
  [/(?<=.)źń$/, 'źni źnie']
]

function nounForms(word: string): readonly string[] {
  if (word.length < 3 || /(?:ować|ywać|[aeiyąu]ć)$/.test(word))
    return word.endsWith('ść') ? changed(word, nounRules) : []
  if (/[^aeou][yi]$/.test(word) && !word.endsWith('yni')) return []
  const stem = word.replace(/[aoe]$/, '')
  const isFeminine = word.endsWith('a')
  return [
    ...changed(word, nounRules),
    ...(/[ei]$/.test(word) ? [] : changed(stem, softened)),
    ...(isFeminine || word.endsWith('o')
      ? word.endsWith('ta') && /(?:ist|yst|et|t)a$/.test(word)
        ? ['ści', 'ci'].flatMap(end => [word.replace(/st?a$/, end), word.replace(/ta$/, end)])
        : []
      : changed(word, persons)),
    ...(/(?:rz|cz|sz|arz|ciel)$/.test(word) ? withEndings(word, 'e y om ami ach a owi em u') : []),
    ...(isFeminine && /(?:ca|ta)$/.test(word) ? withEndings(word.slice(0, -1), 'y ów') : []),
    ...(/(?:cja|sja|zja|ja)$/.test(word) ? [word.replace(/a$/, 'i')] : []),
    ...changed(word, vowelShifts)
  ]
}

/** las: lesie; świat: świecie; miasto: mieście; gwiazda: gwieździe; ściana: ścianie. */
const vowelShifts: readonly EndingRule[] = [
  [/iat[oay]?$/, 'iecie'],
  [/iast[oa]$/, 'ieście'],
  [/iazd[oa]$/, 'ieździe'],
  [/las$/, 'lesie'],
  [/iar[oa]$/, 'ierze'],
  [/iał[oa]?$/, 'iele'],
  [/iad$/, 'iedzie'],
  [/ód$/, 'odach odami odom'],
  [/st[ao]$/, 'ście'],
  [/sł[ao]$/, 'śle seł sł'],
  [/sn[ao]$/, 'śnie sen']
]

const hardEndings = 'y a e ego emu ym ą ej ych ymi'
const comparedEndings = 'zy za ze zego zemu zym zą zej zych zymi i'
const softEndings = 'i a ia e ie iego iemu im ą ią iej ich imi'

function adjectiveForms(word: string): readonly string[] {
  const stem = word.replace(/(?:y|i)$/, '')
  if (stem === word || stem.length < 2) return []
  const base = /[bcćdfghjklłmnńprsśtwzźż]$/.test(stem) ? stem : undefined
  if (base === undefined) return []
  return [
    ...withEndings(base, word.endsWith('i') ? softEndings : hardEndings),
    ...changed(base, personal),
    ...compared(base).flatMap(each =>
      ['', 'naj'].flatMap(degree => withEndings(`${degree}${each}s`, comparedEndings))
    )
  ]
}

/** The nominative plural of persons: dobry, dobrzy; młody, młodzi. */
const personal: readonly EndingRule[] = [
  [/st$/, 'ści'],
  [/sł$/, 'śli'],
  [/sn$/, 'śni'],
  [/ony$|on$/, 'eni'],
  [/r$/, 'rzy'],
  [/t$/, 'ci'],
  [/d$/, 'dzi'],
  [/ł$/, 'li'],
  [/k$/, 'cy'],
  [/g$/, 'dzy'],
  [/sz$/, 'si'],
  [/ż$/, 'zi'],
  [/ch$/, 'si'],
  [/(?<=[nmbpwsz])$/, 'i']
]

function compared(stem: string): readonly string[] {
  return [
    stem,
    ...changed(stem, [
      [/k$/, '-'],
      [/ok$/, '-'],
      [/ek$/, '-'],
      [/([dn])k$/, '$1'],
      [/n$/, 'niej'],
      [/ł$/, 'lej l'],
      [/r$/, 'rzej'],
      [/g$/, 'ż'],
      [/s[kt]$/, 'ściej ż'],
      [/t$/, 'ciej'],
      [/(?<=[wmpb])$/, 'iej'],
      [/sn$/, 'śniej'],
      [/ął$/, 'ęl']
    ])
  ]
}
