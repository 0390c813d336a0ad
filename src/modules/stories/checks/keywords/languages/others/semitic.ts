import { lazy, rowsByWord, wordSet, type WordForms } from '../word-forms.js'

/** Broken plurals: each row is one word, folded. */
const brokenPlurals = `ولد اولاد|رجل رجال|كتاب كتب|بيت بيوت|قلب قلوب|قصر قصور|ملك ملوك|شجره اشجار|طفل اطفال|باب ابواب|كلب كلاب|قط قطط|بحر بحار|نهر انهار|جبل جبال|طريق طرق|مدينه مدن|قريه قري|يوم ايام|شهر شهور اشهر|سنه سنوات سنين|ليله ليالي|نجم نجوم|صديق اصدقاء|عدو اعداء|حصان احصنه|سيف سيوف|حرب حروب|حكايه حكايات|قصه قصص|سر اسرار|حلم احلام|لون الوان|صوت اصوات|عين عيون|يد ايدي|راس رءوس رؤوس|وجه وجوه|اسم اسماء|اب اباء|ام امهات|اخ اخوه|اخت اخوات|ابن ابناء|بنت بنات|امراه نساء|رئيس رؤساء|وزير وزراء|عالم علماء|طالب طلاب|عامل عمال|تاجر تجار|شاعر شعراء|فارس فرسان|جندي جنود|طير طيور|سمكه اسماك|ذئب ذئاب|اسد اسود|ثعلب ثعالب|غابه غابات|سفينه سفن|جزيره جزر|كنز كنوز|صندوق صناديق|مفتاح مفاتيح|مصباح مصابيح|شارع شوارع|دوله دول|شعب شعوب|حق حقوق|قانون قوانين|مشروع مشاريع|برنامج برامج|مركز مراكز|مكتب مكاتب|مدرسه مدارس|مسجد مساجد|منطقه مناطق|مصدر مصادر|عمل اعمال|خبر اخبار|امر امور|شخص اشخاص|فرد افراد|عضو اعضاء|حزب احزاب|سوق اسواق|سعر اسعار|سهم اسهم|بنك بنوك|شركه شركات|فكره افكار|سلاح اسلحه|حديقه حدائق|ورده ورود|زهره زهور|قمر اقمار`

/** Common words that look like a prefix and a shorter word. */
const arabicWords = `بحار بحر بلد بنت بيت بعد بعض بين بناء كبير كتاب كلب كان لان ولد وقت وجد وصل فقد فكر بدر لعب لون لحم كلام كسر فرح فتح فجر بشر برد بطل باب وادي وجه ورد وزن كرم كثير`

const arabicPrefix = /^(?:[وف]?(?:[بك]?ال|لل|[بلكس])?)$/
const arabicSuffix =
  /^(?:ي|ه|ها|هم|هن|هما|ك|كم|نا|ا|ان|ين|ون|ات|اتي|اته|اتها|اتهم|اتنا|يه|ين|ته|تها|تهم|تنا|تي|تين|تان|وا)?$/

/** A noun with its article, prepositions and possessive endings, and its plural. */
export function arabicForms(word: string): WordForms {
  const { plurals, whole } = tables()
  const bare = word.replace(/^ال(?=..)/, '')
  const stems = new Set([word, bare, ...(plurals.get(bare) ?? [])])
  for (const stem of stems) if (stem.endsWith('ه') && stem.length > 3) stems.add(stem.slice(0, -1))
  const isForm = (other: string): boolean =>
    [...stems].some(stem => {
      const at = stem.length < 2 ? -1 : other.indexOf(stem)
      if (at < 0 || at > 4) return false
      const isAffixed =
        arabicPrefix.test(other.slice(0, at)) && arabicSuffix.test(other.slice(at + stem.length))
      return isAffixed && !(whole.has(other) && !stems.has(other))
    })
  return { forms: stems, prefix: '', isForm }
}

const hebrewPlurals = `אישה נשים נשות|איש אנשים אנשי|בת בנות|בן בנים בני|אב אבות|אם אמהות|אח אחים|אחות אחיות|עיר ערים|בית בתים בתי|יום ימים ימי|שנה שנים שנות`

const hebrewPrefix = /^(?:[ושכ]{0,2}[בלמכה]?ה?)$/
const hebrewSuffix = /^(?:ים|ות|ו|נו|יו|יהם|יהן|ינו|תו|תם|ותיו|ותיה)?$/

export function hebrewForms(word: string): WordForms {
  const { hebrew } = tables()
  const stems = new Set([
    word,
    ...(hebrew.get(word) ?? []),
    ...(word.endsWith('ה') && word.length > 3 ? [word.slice(0, -1)] : [])
  ])
  const isForm = (other: string): boolean =>
    word.length > 1 &&
    [...stems].some(stem => {
      const at = other.indexOf(stem)
      if (at < 0 || at > 3) return false
      return (
        hebrewPrefix.test(other.slice(0, at)) && hebrewSuffix.test(other.slice(at + stem.length))
      )
    })
  return { forms: stems, prefix: '', isForm }
}

const tables = lazy(() => ({
  plurals: rowsByWord(brokenPlurals),
  whole: wordSet(arabicWords),
  hebrew: rowsByWord(hebrewPlurals)
}))
