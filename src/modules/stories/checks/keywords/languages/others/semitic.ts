import {
  lazy,
  rowsByWord,
  wordSet,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'

/** Broken plurals: each row is one word, folded. */
const brokenPlurals = `ولد اولاد|رجل رجال|كتاب كتب|بيت بيوت|قلب قلوب|قصر قصور|ملك ملوك|شجره اشجار|طفل اطفال|باب ابواب|كلب كلاب|قط قطط|بحر بحار|نهر انهار|جبل جبال|طريق طرق|مدينه مدن|قريه قرى|يوم ايام|شهر شهور اشهر|سنه سنوات سنين|ليله ليالي|نجم نجوم|صديق اصدقاء|عدو اعداء|حصان احصنه|سيف سيوف|حرب حروب|حكايه حكايات|قصه قصص|سر اسرار|حلم احلام|لون الوان|صوت اصوات|عين عيون|يد ايدي|راس رءوس رؤوس|وجه وجوه|اسم اسماء|اب اباء|ام امهات|اخ اخوه|اخت اخوات|ابن ابناء|بنت بنات|امراه نساء|رئيس رؤساء|وزير وزراء|عالم علماء|طالب طلاب|عامل عمال|تاجر تجار|شاعر شعراء|فارس فرسان|جندي جنود|طير طيور|سمكه اسماك|ذئب ذئاب|اسد اسود|ثعلب ثعالب|غابه غابات|سفينه سفن|جزيره جزر|كنز كنوز|صندوق صناديق|مفتاح مفاتيح|مصباح مصابيح|شارع شوارع|دوله دول|شعب شعوب|حق حقوق|قانون قوانين|مشروع مشاريع|برنامج برامج|مركز مراكز|مكتب مكاتب|مدرسه مدارس|مسجد مساجد|منطقه مناطق|مصدر مصادر|عمل اعمال|خبر اخبار|امر امور|شخص اشخاص|فرد افراد|عضو اعضاء|حزب احزاب|سوق اسواق|سعر اسعار|سهم اسهم|بنك بنوك|شركه شركات|فكره افكار|سلاح اسلحه|حديقه حدائق|ورده ورود|زهره زهور|قمر اقمار|حل حلول|ارض اراضي اراض|ذكر ذكور|ساكن سكان|وسيله وسائل|حال احوال|موقع مواقع|قوه قوى|فيلم افلام|ماء مياه|هاتف هواتف|مال اموال|جائزه جوائز|مطر امطار|عصر عصور|فرصه فرص|عدد اعداد|خبير خبراء|حدث احداث|بذره بذور|سؤال اسئله|مكان اماكن|وكيل وكلاء|بلد بلاد|فعل افعال|صوره صور|عمر اعمار|مشكله مشاكل|عميل عملاء|رساله رسائل|ساحل سواحل|ريح رياح|حد حدود|اغنيه اغاني اغان|نوع انواع|خط خطوط|عقد عقود|اسبوع اسابيع|نفس انفس نفوس|نسيج انسجه|ضوء اضواء|كنيسه كنائس|ضريبه ضرائب|دين ديون|نمط انماط|موهبه مواهب|خطه خطط|نظام نظم انظمه|نقطه نقاط|شيء اشياء|قاعده قواعد|جهد جهود|تدبير تدابير|مثال امثله|حبه حبوب|نخبه نخب|كتله كتل|قبيله قبائل|جزء اجزاء|مجلس مجالس|صفيحه صفائح|طريقه طرق|بركان براكين|اثر اثار|ماده مواد|حين احيان|عاصفه عواصف|مبنى مباني|دليل ادله|غرض اغراض|انثى اناث|تكليف تكاليف|رقم ارقام|ملعب ملاعب|دقيقه دقائق|لعبه العاب|خنزير خنازير|وظيفه وظائف|رسم رسوم|قطعه قطع|انسان ناس|وجه اوجه|قلعه قلاع|زهره ازهار|ثوب اثواب ثياب|عرش عروش|تاج تيجان|ساحر سحره|تنين تنانين|غول غيلان|كهف كهوف|صخره صخور|وادي وديان اوديه|حقل حقول|عصفور عصافير|نمر نمور|فيل افيال|دب دببه|ارنب ارانب|قرد قرود|حمار حمير|خروف خراف|بقره ابقار|كرسي كراسي|نافذه نوافذ|سرير اسره|غرفه غرف|مطبخ مطابخ|جدار جدران|مراه مرايا|شمعه شموع|هديه هدايا|حكيم حكماء|فقير فقراء|غني اغنياء|مريض مرضى|جار جيران|ضيف ضيوف|جد اجداد|حفيد احفاد|روح ارواح|جسم اجسام|انف انوف|فم افواه|اذن اذان|سن اسنان|اصبع اصابع|قدم اقدام|ساق سيقان|معطف معاطف|حذاء احذيه|خاتم خواتم`

/** Common words that look like a prefix and a shorter word. */
const arabicWords = `بحار بحر بلد بنت بيت بعد بعض بين بناء كبير كتاب كلب كان لان ولد وقت وجد وصل فقد فكر بدر لعب لون لحم كلام كسر فرح فتح فجر بشر برد بطل باب بابا وادي وجه ورد وزن كرم كثير`

const arabicPrefix = /^(?:[وف]?(?:[بك]?ال|لل|[بلكس])?)$/
const arabicSuffix =
  /^(?:ي|ه|ها|هم|هن|هما|ك|كم|نا|ا|ان|ين|ون|ات|اتي|اته|اتها|اتهم|اتنا|ين|ته|تها|تهم|تنا|تي|تين|تان|وا)?$/

/** A noun with its article, prepositions and possessive endings, and its plural. */
export function arabicForms(word: string): WordForms {
  const { plurals, whole } = tables()
  const bare = word.replace(/^ال(?=..)/, '')
  const own = new Set([word, bare, ...(plurals.get(bare) ?? [])])
  // The final letter of "مدرسة" becomes t before an ending, and without it the word is another one.
  const open = [...own].filter(stem => stem.endsWith('ه') && stem.length > 2)
  const stems: readonly (readonly [string, RegExp])[] = [
    ...[...own].map(
      stem => [stem, stem.endsWith('ه') && stem.length > 2 ? noSuffix : arabicSuffix] as const
    ),
    ...open.map(stem => [stem.slice(0, -1), afterT] as const)
  ]
  const isForm = (other: string): boolean =>
    stems.some(([stem, suffix]) => {
      const at = stem.length < 2 ? -1 : other.indexOf(stem)
      if (at < 0 || at > 4) return false
      const isAffixed =
        arabicPrefix.test(other.slice(0, at)) && suffix.test(other.slice(at + stem.length))
      return isAffixed && !(whole.has(other) && !own.has(other))
    })
  return { forms: own, prefix: '', isForm }
}

const noSuffix = /^$/
const afterT = /^(?:ا?ت(?:ي|ه|ها|هم|هن|هما|ك|كم|نا|ين|ان|ا)?)$/

/** Irregular nouns, and masculine nouns whose plural is -ot; each row is one word. */
const hebrewPlurals = `אישה נשים נשות|איש אנשים אנשי|בת בנות|בן בנים בני|אב אבות|אם אמהות|אח אחים אחי|אחות אחיות|עיר ערים ערי|בית בתים בתי|יום ימים ימי|שנה שנים שנות שנת|מקום מקומות|שם שמות|רחוב רחובות|שולחן שולחנות|חלון חלונות|קיר קירות|ארון ארונות|אור אורות|קול קולות|כוח כוחות|מקור מקורות|רעיון רעיונות|יתרון יתרונות|פתרון פתרונות|דור דורות|סוד סודות|נהר נהרות|אוצר אוצרות|חלום חלומות|לילה לילות|ארץ ארצות|נפש נפשות|דרך דרכים דרכי|עין עיניים עיני|יד ידיים ידי|רגל רגליים|אוזן אוזניים|מספר מספרים מספרי|אדם אנשים|מילה מילים|פעם פעמים|ביצה ביצים|נמלה נמלים|דבורה דבורים|אבן אבנים אבני|ציפור ציפורים ציפורי|כיסא כיסאות כסאות|לוח לוחות|מטבע מטבעות|עור עורות|גורל גורלות|חשבון חשבונות|ניסיון ניסיונות|אסון אסונות|ארמון ארמונות|זיכרון זיכרונות|מפתח מפתחות|מזלג מזלגות|יהודי יהודים|ערבי ערבים|חקלאי חקלאים|נוצרי נוצרים|מוסלמי מוסלמים|קרן קרנות|שדה שדות|צוות צוותים|שבוע שבועות|לקוח לקוחות|גבול גבולות|צומת צמתים`

const hebrewAdjectives =
  'יקר קטן חדש ישן לבן זקן חכם טוב רע רב זר קר חם קל כבד מהיר צעיר עשיר עני בריא נעים יחיד רגיל אכזר תמים שמח עצוב עייף אמיץ חרוץ עצלן קשיש ירוק אדום כחול צהוב שחור ורוד סגול חום אפור אחרון ראשון עליון תחתון שקט אחר נכבד מוכן הגון קדמון'

const hebrewPrefix = /^(?:[ושכ]{0,2}[בלמכה]?ה?)$/
const masculine = /^(?:ים|ו|נו|יו|יהם|יהן|ינו|יה)?$/
/** After the stem of a word with a final -a, which has no form without an ending. */
const feminine = /^(?:ת|ות|תו|תה|תם|תי|תנו|ותיו|ותיה|ותיהם|ותינו|ותיי)$/

export function hebrewForms(word: string): WordForms {
  const rows = tables().hebrew.get(word) ?? []
  const final = takesNoEnding(word) ? undefined : medial[word.slice(-1)]
  const isFeminine = word.endsWith('ה') && word.length > 3
  const stems: readonly (readonly [string, RegExp])[] = [
    ...[word, ...rows].map(stem => [stem, takesNoEnding(stem) ? bare : masculine] as const),
    ...(isFeminine ? [[word.slice(0, -1), feminine] as const] : []),
    ...(word.endsWith('ות') && word.length > 4 ? [[word, possessed] as const] : []),
    // A final letter has another shape before an ending.
    ...(final === undefined ? [] : [[word.slice(0, -1) + final, inflected] as const]),
    ...(/..י$/.test(word) ? [[word, /^(?:ים|ת|ות)$/] as const] : []),
    ...(isAdjective(word) ? [[word, /^(?:ה|ות)$/] as const] : []),
    ...(participle.test(word) ? [[word, /^(?:ת|ות)$/] as const] : []),
    ...(/[^ו]ית$/.test(word) ? [[word.slice(0, -1), /^(?:ות|ותיו|ותיה)$/] as const] : [])
  ]
  const isForm = (other: string): boolean =>
    word.length > 1 &&
    stems.some(([stem, endings]) => {
      const at = other.indexOf(stem)
      if (at < 0 || at > 3) return false
      return hebrewPrefix.test(other.slice(0, at)) && endings.test(other.slice(at + stem.length))
    })
  return { forms: new Set([word, ...rows]), prefix: '', isForm }
}

/** Words such as גדול, whose feminine is rarely another word. */
function isAdjective(word: string): boolean {
  return /^[^ו]{2}ו[^וין]$/.test(word) || tables().adjectives.has(word)
}

const participle = /^(?:מ[^ו]{3,}|מ.ו..|[^ו]ו[^וי][^וין]|נ[^ו]{3})(?<![היתך])$/

/** With an ending, "אחר" and "אות" are prepositions. */
function takesNoEnding(word: string): boolean {
  return /[היאת]$/.test(word) || word.length < 3 || word === 'אחר'
}

const medial: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' }
const inflected = /^(?:ים|ו|נו|יו|יהם|יהן|ינו|יה|יך)$/
const bare = /^$/
const possessed = /^(?:ו|ה|ם|נו|י)$/

const tables = lazy(() => ({
  plurals: rowsByWord(brokenPlurals),
  whole: wordSet(arabicWords),
  hebrew: rowsByWord(hebrewPlurals),
  adjectives: wordSet(hebrewAdjectives)
}))
