import {
  lazy,
  rowsByWord,
  wordSet,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'
import {
  changedStems,
  frontNouns,
  nounsInMak,
  softened,
  verbStems,
  wholeWords
} from './turkish-words.js'

/**
 * A noun takes a chain of endings, so its forms are recognised and not listed: the stem, then a
 * plural, a possessive, a case and a copula, each at most once, with vowels of the stem's harmony.
 */
export function turkishForms(word: string): WordForms {
  const forms = new Set([word])
  if (word.length < 2) return { forms }
  const { inMak, verbs, whole } = tables()
  const infinitive = inMak.has(word) ? undefined : /^(.+)m[ae]k$/.exec(word)?.[1]
  const verb = infinitive ?? (verbs.has(word) ? word : undefined)
  const stems = verb === undefined ? stemsOf(word) : []
  const others = [...whole].filter(other => other.length > word.length && other.startsWith(word))
  const isForm = (other: string): boolean => {
    if (others.some(longer => isNounForm([longer], other))) return false
    return isNounForm(stems, other) || (verb !== undefined && isVerbForm(verb, other))
  }
  return { forms, prefix: word.slice(0, 2), isForm }
}

const tables = lazy(() => ({
  changed: rowsByWord(changedStems),
  front: wordSet(frontNouns),
  inMak: wordSet(nounsInMak),
  soft: wordSet(softened),
  verbs: wordSet(verbStems),
  whole: wordSet(wholeWords)
}))

function isNounForm(stems: readonly string[], other: string): boolean {
  return stems.some(
    stem => other.startsWith(stem) && endingsAfter(stem).test(other.slice(stem.length))
  )
}

/** kitap: kitab; köpek: köpeğ; burun: burn; su: suy. */
function stemsOf(word: string): readonly string[] {
  const soft = word
    .replace(/p$/, 'b')
    .replace(/ç$/, 'c')
    .replace(/t$/, 'd')
    .replace(/nk$/, 'ng')
    .replace(/(?<=[aeıioöuü])k$/, 'ğ')
  const isSoft = /[aeıioöuü].*[aeıioöuü]/.test(word) || tables().soft.has(word)
  return [...new Set([word, ...(isSoft ? [soft] : []), ...(tables().changed.get(word) ?? [])])]
}

const known = new Map<string, RegExp>()

function endingsAfter(stem: string): RegExp {
  const isBack = /[aıou][^aeıioöuü]*$/.test(stem) && !tables().front.has(stem)
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
  /^(?:m[ae])?(?:(?:[ıiuü]?yor|[dt][ıiuü]|m[ıiuü]ş|y?[ae]c[ae][kğ]|[aeıiuü]?r|m[ae]z|s[ae]|m[ae]l[ıi]|y?[ae])(?:y?[dt][ıiuü]|y?m[ıiuü]ş|y?s[ae])?(?:[ıiuü]?m|n|k|s[ıiuü]n(?:[ıiuü]z)?|[ıiuü]z|n[ıiuü]z|l[ae]r|y[ıiuü][mz])?|y?[ae]n(?:l[ae]r)?(?:[ıiuü]n?|[ae])?|[dt][ıiuü](?:k|ğ[ıiuü])\p{L}{0,6}|m[ae]k(?:t[ae]|l[ae])?|m[ae](?:y[ae]|s[ıi]|n[ıi]n)?|y?[ıiuü]p|y?[ae]r[ae]k|y?[ıiuü]nc[ae]|[aeıiuü]?rken)$/u

function isVerbForm(stem: string, other: string): boolean {
  const soft = softStems.test(stem) ? stem.replace(/t$/, 'd') : stem
  if ([stem, soft].some(each => isStemOf(each, other))) return true
  const narrow = stem.replace(/[ae]$/, '')
  return narrow !== stem && narrowed.test(other.slice(narrow.length)) && isStemOf(narrow, other)
}

const softStems = /^(?:.*et|git|güt|tat|dit)$/
/** başla: başlıyor */
const narrowed = /^[ıiuü]yor/

function isStemOf(stem: string, other: string): boolean {
  return stem !== '' && other.startsWith(stem) && verbEndings.test(other.slice(stem.length))
}
