import { joined, lazy, rowsByWord, withEndings, type WordForms } from '../word-forms.js'

const nounEndings =
  'ها های هایی هایم هایت هایش هایمان هایتان هایشان هارا ش مان تان شان ام ات اش ای تر ترین ترها'
const present = 'م ی د یم ید ند'
const past = '- م ی یم ید ند ه'

/** Folded: without the zero-width non-joiner, so that endings are joined to the word. */
export function persianForms(word: string): WordForms {
  const stem = word.replace(/ه$/, '')
  const forms = [
    word,
    ...withEndings(word, nounEndings),
    ...(word.endsWith('ه') ? withEndings(stem, 'گان') : []),
    ...(/[او]$/.test(word) ? withEndings(word, 'ی یی یان یم یت یش یشان') : []),
    ...(word.length > 4 && !/[اوهی]$/.test(word) ? [`${word}ان`] : []),
    ...verbForms(word)
  ]
  return { forms: new Set(forms) }
}

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
