import {
  changed,
  joined,
  lazy,
  rowsByWord,
  withEndings,
  wordSet,
  type EndingRule,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'
import { animate, brokenPlurals, verbalStems } from './persian-words.js'

const nounEndings = 'ها های هایی هایم هایت هایش هایمان هایتان هایشان هارا تر ترین ترها'
const possessives = 'م ش مان تان شان'
const afterHeh = `- ${nounEndings} ای ام ات اش مان تان شان اند`
const present = 'م ی د یم ید ند'
const past = '- م ی یم ید ند ه'

/** The letter in which a heh before a zero-width non-joiner is folded: نامه‌ای is no form of نام. */
const heh = '\u06C1'

/**
 * -i is left out: it makes adjectives (تهرانی) as well as the indefinite noun.
 */
const rules: readonly EndingRule[] = [
  [/(?<=[^او])ه$/, `گان ${withEndings(heh, afterHeh).join(' ')}`],
  [/(?<=..[او])$/, 'ی یم یت یشان'],
  [/(?<=(?:..گر|کار|گار|بان|مند|دار|یست|شناس|گذار|گزار|کن|انداز|بیار))$/, 'ان'],
  [/(?<=^م(?!سلم)[^یه]{3,4}(?<![اویهت]))$/, 'ان ین'],
  [/(?<=.(?:جو|گو|رو))$/, 'یان ان'],
  [/(?<=.انی)$/, 'ان']
]

/** Folded: without the zero-width non-joiner, so that endings are joined to the word. */
export function persianForms(word: string): WordForms {
  const { plurals, people, stems } = tables()
  const isNoun = word.length > 2 && !/[اوهی]$/.test(word) && !stems.has(word) && word !== 'سال'
  const own = [
    ...withEndings(word, nounEndings),
    ...changed(word, rules),
    ...(isNoun ? withEndings(word, possessives) : []),
    ...(people.has(word) ? withEndings(word, 'ان انی') : [])
  ]
  const others = plurals.get(word) ?? []
  return { forms: new Set([word, ...own, ...others, ...verbForms(word)]) }
}

const tables = lazy(() => ({
  plurals: rowsByWord(brokenPlurals),
  people: wordSet(animate),
  stems: wordSet(verbalStems)
}))

const presentStems = lazy(() =>
  rowsByWord(
    `رفتن رو|آمدن آ آی|گفتن گو گوی|کردن کن|شدن شو|داشتن دار|دیدن بین|خوردن خور|دادن ده|گرفتن گیر|زدن زن|بردن بر|آوردن آور|نوشتن نویس|خواندن خوان|دانستن دان|خواستن خواه|توانستن توان|نشستن نشین|ایستادن ایست|دویدن دو|پریدن پر|خوابیدن خواب|شنیدن شنو|فهمیدن فهم|ساختن ساز|شکستن شکن|یافتن یاب|گذاشتن گذار|ماندن مان|رسیدن رس|کشیدن کش|پرسیدن پرس|خریدن خر|فروختن فروش|بستن بند|سوختن سوز|مردن میر|افتادن افت|بودن باش`
  )
)

function verbForms(word: string): readonly string[] {
  if (!/[دت]ن$/.test(word) || word.length < 4) return []
  const pastStem = word.slice(0, -1)
  const regular = word.endsWith('یدن') ? [word.slice(0, -3)] : []
  const stems = [...(presentStems().get(word) ?? []).filter(stem => stem !== word), ...regular]
  const own = ['', 'می', 'نمی', 'ن'].flatMap(prefix =>
    joined(
      withEndings(prefix + pastStem, past),
      stems.flatMap(stem => withEndings(prefix + stem, present))
    )
  )
  return [...own, ...stems.flatMap(stem => withEndings(`ب${stem}`, `- ${present}`))]
}
