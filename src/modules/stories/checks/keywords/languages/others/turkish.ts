import { lazy, wordSet, type WordForms } from '../word-forms.js'

/**
 * A noun takes a chain of endings, so its forms are recognised and not listed: the stem, then a
 * plural, a possessive, a case and a copula, each at most once, with vowels of the stem's harmony.
 */
export function turkishForms(word: string): WordForms {
  const forms = new Set([word])
  if (word.length < 2) return { forms }
  const stems = stemsOf(word)
  const verb = /^(.+)m[ae]k$/.exec(word)?.[1]
  const isForm = (other: string): boolean =>
    !otherWords().has(other) &&
    (stems.some(
      stem => other.startsWith(stem) && endingsAfter(stem).test(other.slice(stem.length))
    ) ||
      (verb !== undefined && isVerbForm(verb, other)))
  return { forms, prefix: word.slice(0, 2), isForm }
}

/** kitap: kitab; köpek: köpeğ; burun: burn; su: suy. */
function stemsOf(word: string): readonly string[] {
  const soft = word
    .replace(/p$/, 'b')
    .replace(/ç$/, 'c')
    .replace(/t$/, 'd')
    .replace(/nk$/, 'ng')
    .replace(/(?<=[aeıioöuü])k$/, 'ğ')
  const short = dropped().has(word) ? [word.replace(/[ıiuü](?=.$)/, '')] : []
  return [
    word,
    ...(soft === word || word.length < 4 ? [] : [soft]),
    ...short,
    ...(word === 'su' ? ['suy'] : [])
  ]
}

const dropped = lazy(() =>
  wordSet(
    'burun şehir oğul ağız alın boyun akıl isim resim fikir sabır zihin nehir omuz göğüs beyin karın gönül nesil ömür vakit keyif şekil cisim asıl kayıp hüküm devir emir izin'
  )
)

/** Words that look like a form of a shorter word. */
const otherWords = lazy(() =>
  wordSet(
    'ata yeniden karın posta sorun sorunu altında balta kadın yakın yalın birlikte içinde üstünde önünde arasında sonra'
  )
)

const known = new Map<string, RegExp>()

function endingsAfter(stem: string): RegExp {
  const isBack = /[aıou][^aeıioöuü]*$/.test(stem)
  const isOpen = /[aeıioöuü]$/.test(stem)
  const isHard = /[fstkçşhp]$/.test(stem)
  const isShort = stem.length < 4
  const key = `${isBack}${isOpen}${isHard}${isShort}`
  const pattern = known.get(key) ?? endings({ isBack, isOpen, isHard, isShort })
  known.set(key, pattern)
  return pattern
}

interface StemKind {
  readonly isBack: boolean
  readonly isOpen: boolean
  readonly isHard: boolean
  /** After a short stem, a copula is rather a part of a verb. */
  readonly isShort: boolean
}

function endings({ isBack, isOpen, isHard, isShort }: StemKind): RegExp {
  const low = isBack ? 'a' : 'e'
  const high = isBack ? '[ıu]' : '[iü]'
  const d = isHard ? 't' : 'd'
  const plural = `l${low}r`
  const possessive = (open: boolean): string =>
    open
      ? `(?:m|n|s${high}|m${high}z|n${high}z)`
      : `(?:${high}m|${high}n|${high}|${high}m${high}z|${high}n${high}z)`
  const cases = (open: boolean, dental: string): string =>
    open
      ? `(?:y${high}|y${low}|n${high}n|${dental}${low}n?|yl${low}|n${high}|n${low}|n${dental}${low}n?)`
      : `(?:${high}|${low}|${high}n|${dental}${low}n?|l${low})`
  const later = `(?:n${high}|n${low}|nd${low}n?|n${high}n|[yn]?l${low}|${high}|${low}|d${low}n?|y${low}|y${high})`
  const copula = `(?:y?[dt]${high}(?:r|m|n|k|l${low}r)?|y?m${high}ş|ki(?:l${low}r)?|ys${low}|c${low}|l${low}y${isBack ? 'ı' : 'i'}n)`
  const inner = `(?:${possessive(isOpen)}${later}?|${cases(isOpen, d)})?`
  const afterPlural = `${plural}(?:${possessive(false)}${later}?|${cases(false, 'd')})?`
  return new RegExp(`^(?:${afterPlural}|${inner})${isShort ? '' : `${copula}?`}$`)
}

const verbEndings =
  /^(?:m[ae]|[ıiuü]l|[ıiuü]n|[ıiuü]ş|t|[dt][ıiuü]r)*(?:(?:[ıiuü]?yor|[dt][ıiuü]|m[ıiuü]ş|y?[ae]c[ae][kğ]|[aeıiuü]?r|m[ae]z|s[ae]|m[ae]l[ıi]|y?[ae])(?:y?[dt][ıiuü]|y?m[ıiuü]ş|y?s[ae])?(?:[ıiuü]?m|n|k|s[ıiuü]n(?:[ıiuü]z)?|[ıiuü]z|n[ıiuü]z|l[ae]r|y[ıiuü][mz])?|y?[ae]n(?:l[ae]r)?(?:[ıiuü]n?|[ae])?|[dt][ıiuü](?:k|ğ[ıiuü])\p{L}{0,6}|m[ae]k(?:t[ae]|l[ae])?|m[ae](?:y[ae]|s[ıi]|n[ıi]n)?|y?[ıiuü]p|y?[ae]r[ae]k|y?[ıiuü]nc[ae]|[aeıiuü]?rken)$/u

function isVerbForm(stem: string, other: string): boolean {
  const stems = [stem, stem.replace(/t$/, 'd'), stem.replace(/[ae]$/, '')]
  return stems.some(
    each => each.length > 0 && other.startsWith(each) && verbEndings.test(other.slice(each.length))
  )
}
