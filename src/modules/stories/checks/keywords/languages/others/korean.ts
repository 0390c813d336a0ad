import type { WordForms } from '#modules/stories/checks/words/word-forms.js'

/**
 * A noun takes particles, so its forms are recognised and not listed. After a particle that ends a
 * word, such as 의, nothing follows: 강의를 is no form of 강.
 */
export function koreanForms(word: string): WordForms {
  const forms = new Set([word])
  const verb =
    word.length > 1 && word.endsWith('다') && !nounsInDa.has(word) ? stemsOf(word.slice(0, -1)) : []
  const isForm = (other: string): boolean => {
    if (other.startsWith(word)) return particlesAfter(word).test(other.slice(word.length))
    const jamo = verb.length > 0 ? other.normalize('NFD') : ''
    return verb.some(
      stem => jamo.startsWith(stem) && verbEndings.test(jamo.slice(stem.length).normalize('NFC'))
    )
  }
  return { forms, prefix: verb.length > 0 ? '' : word.slice(0, 1), isForm }
}

const shared =
  '의|에|에서|에서는|에서도|에서의|에서만|에게|에게서|에게는|에게도|한테|한테서|한테는|께|께서|께서는|도|만|만은|만이|만을|만의|부터|부터는|까지|까지도|까지는|까지의|마저|조차|밖에|처럼|같이|보다|보다는|보다도|마다|만큼|만큼은|대로|하고|에는|에도|에만|에의|이며|이고|인|이었다|이었던|이다|입니다|이라|이라는|이란|이라고|이지만|일|에요|이에요|뿐|뿐만|뿐이다|쯤|씩|당|별|별로|째|으로|들'
const closed = `${shared}|이|을|은|과|과의|과는|으로는|으로도|으로서|으로써|으로부터|으로의|이나|이라도|이든|이랑|아|이여`
const open = `${shared.replace('|으로', '')}|가|를|는|와|와의|와는|로|로는|로도|로서|로써|로부터|로의|나|라도|든|랑|야|여|였다|였던|다|라|라는|란|라고|지만|예요|며|고|면|ㄴ`

const closedEnd = new RegExp(`^(?:들|님|들에게)?(?:${closed}|로|로는|로서|로의|로써)?$`)
const openEnd = new RegExp(`^(?:${open})?$`)
const afterPlural = new RegExp(`^(?:들|님|님들)(?:${closed})?$`)

function particlesAfter(word: string): RegExp {
  const last = word.charCodeAt(word.length - 1) - 0xac00
  const isOpen = last >= 0 && last < 11_172 && last % 28 === 0
  return isOpen ? openOrPlural : closedEnd
}

const openOrPlural = new RegExp(`${openEnd.source}|${afterPlural.source}`)

/** 먹다: 먹, 먹었; 가다: 갔; 마시다: 마셨; 하다: 했; 돕다: 도우; 듣다: 들; 흐르다: 흘러. In letters (NFD). */
function stemsOf(stem: string): readonly string[] {
  const jamo = stem.normalize('NFD')
  const variants = [jamo]
  if (jamo.endsWith('\u1161')) variants.push(jamo.replace(/\u1161$/, '\u1162'))
  if (jamo.endsWith('\u1175')) variants.push(jamo.replace(/\u1175$/, '\u1167'))
  if (jamo.endsWith('\u1169')) variants.push(jamo.replace(/\u1169$/, '\u116A'))
  if (jamo.endsWith('\u116E')) variants.push(jamo.replace(/\u116E$/, '\u116F'))
  if (jamo.endsWith('\u116C')) variants.push(jamo.replace(/\u116C$/, '\u116B'))
  if (jamo.endsWith('\u1173'))
    variants.push(jamo.replace(/\u1173$/, '\u1165'), jamo.replace(/\u1173$/, '\u1161'))
  if (jamo.endsWith('\u1105\u1173'))
    variants.push(
      jamo.replace(/\u1105\u1173$/, '\u11AF\u1105\u1165'),
      jamo.replace(/\u1105\u1173$/, '\u11AF\u1105\u1161')
    )
  if (jamo.endsWith('\u11B8'))
    variants.push(
      `${jamo.slice(0, -1)}\u110B\u116E`,
      `${jamo.slice(0, -1)}\u110B\u116F`,
      `${jamo.slice(0, -1)}\u110B\u116A`
    )
  if (jamo.endsWith('\u11AE')) variants.push(`${jamo.slice(0, -1)}\u11AF`)
  if (/[\u11AF\u11BA]$/.test(jamo)) variants.push(jamo.slice(0, -1))
  return variants
}

const afterPast =
  '다|다고|다는|다면|다가|고|고요|지|지만|지요|는데|는데요|는지|던|으며|으면|으니|으니까|을|을까|을까요|습니다|습니다만|습니까|어요|어|네|네요|기|기에|기를|나|나요|죠|음|음을|음이|거나|더니|더라|었다|었던|구나|구요|어도'
const after =
  '다|다는|다고|고|고는|고도|고서|고요|구요|구나|군요|지|지만|지는|지도|지를|지요|죠|는|는데|는데요|는지|는다|는다는|는다고|는다면|니|니까|나|나요|네|네요|게|게도|던|던데|기|기가|기도|기는|기를|기에|기로|기만|거나|거든|거든요|도록|자|자마자|며|면|면서|므로|려고|려면|러|려는|세요|시오|십시오|소서'
const afterEu =
  '은|은데|은데요|은지|을|을까|을까요|을지|을게요|으며|으면|으면서|으니|으니까|으므로|으려고|으려면|으러|으려는|음|음을|음이|음에|으시|으세요|으십시오|으나|으라고|습니다|습니다만|습니까'
const helpers =
  '줘|줘요|주세요|주는|준|주고|줬다|주었다|주셔서|보세요|보고|보니|봤다|보면|보았다|버렸다|버리고|진|지고|졌다|지는|진다|하는|했다|하고|한다|야'

/** The rest after a stem: a final consonant of its last syllable, then an ending. */
const verbEndings = new RegExp(
  `^(?:(?:${after}|${afterEu})|\u11AB(?:다|다고|다는|다면|데|데요|지|가|가요)?|\u11AF(?:까|까요|지|지도|게|게요)?|\u11B7(?:을|이|은|에|과|은)?|\u11B8(?:니다|니다만|니까|시다)|(?:\u11BB|[었았였])(?:${afterPast})|(?:[어아여])?(?:서|서는|서도|도|요|${helpers})?|[어아여]라|(?:겠|으?시겠)(?:${afterPast})|으?시(?:고|는|면|며|지|니)|으?(?:셨)(?:${afterPast})|으?\u11AB)$`
)

/** Nouns that only look like verbs. */
const nounsInDa = new Set('바다 캐나다 소다 판다 사이다 베란다 수다 붓다 유다 람다'.split(' '))
