import { scanWords } from '#modules/stories/checks/words/word-scanner.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'

/**
 * Frequent words of the grammar of a language, in lower case. They are a quarter to a half of the words
 * of any text in it. Languages without a row are identified by their trigrams only.
 */
const functionWords: Readonly<Record<string, string>> = {
  af: 'die en het is nie van in hy sy wat dat was om te met haar vir op n ek ons hulle aan maar ook sal toe deur so as by oor kan dit uit na nog word baie',
  ar: 'في من على إلى أن التي الذي عن مع هذا هذه كان ما لا قد كانت بين بعد أو لم ذلك و كل',
  bg: 'на и да се от за в не е с че по си като но ще до са или той тя го ги беше бяха към този тази което който когато само още ли ми му ѝ',
  ca: 'de la i el que a en els les un una del per amb és no es va al com més però dels ja són era ser seva seu quan molt sense fins li aquest ella',
  cs: 'a se v na že je to s z do o i ve pro za k ale jako jsem by po si byl tak jeho když jsou být už které který co od byla bylo není',
  da: 'og i at er til af en på de det for har med ikke der den som et om jeg var så fra han kan man sig skal men ved være efter vi eller ud hun havde da hendes blev hvor',
  de: 'und die der in ist den mit nicht zu das ich für auf auch von es ein war sich sehr eine im dem bei sind an des hat wir nur haben einer am als aus noch nach aber immer so über sie er einen wie ihre ihr sein seine doch wurde hatte dann wenn zum zur durch',
  el: 'και του την της να η το των από που για με στην τη σε τα ο είναι τις στο οι τον ότι τους θα στις',
  en: 'the to and of a in is you for that on have are it with was be this at not they my or but as has can all from your by had were his her she he him them what when so out up into then said who would could their',
  es: 'de la en el y que a los del se un por con una es las su al para como más no lo fue o sus eran este entre sobre también pero ser muy era son le desde ya cuando había ella él estaba si me hasta donde todo sin ni',
  et: 'ja on ei et oli ta see kui ka mis ning aga oma seda nii siis kes tema veel nad juba välja pole mida sest kuid',
  fa: 'و در به از که این را است با آن برای کرد یک شد هم بود تا دو ها می خود',
  fi: 'ja on että ei oli tai se kuin ovat kun joka mutta myös sen ole sitä hän siitä niin sitten jos nyt olisi vain jotka hänen vielä eli mitä minä mukaan sekä voi en vaikka kaikki tämän ennen sillä kanssa olla he mikä itse jossa eivät tämä ollut jo ne kuitenkin minun paljon tässä ihan kyllä aina hyvin joten jälkeen enää olivat koska siinä hänelle heidän häntä sinä taas ilman siellä joku minut hieman kohti yli',
  fr: 'de la et le à des en les du est un dans une au par pour qui a sur que il se son plus avec sont pas aux sa ou ne comme ses même mais elle ce cette leur très était je vous nous lui ils on où',
  gl: 'de a e que o do da en se os dos no para as unha un non das é como na por ou á súa ao máis con nos entre sobre ó polo seu ser coa pola nas',
  he: 'על את לא הוא היה כי גם כל או אם היא זה רק אבל יותר עם הם שלו אל אך היו של אני מה',
  hi: 'के में की है से को का और ने पर यह भी कि नहीं एक हैं इस था थे थी वह जो तो ही कर गया',
  hr: 'je i u na se za su da od a će kako s koji iz ne što koje kao do to o te biti ili nije koja nakon ali sa samo bio bila kad',
  hu: 'a az és hogy nem is egy volt meg de ez csak ha már mint még el azt ki van',
  id: 'yang dan di pada dengan ini dari adalah untuk dalam sebagai oleh ke atau itu akan juga tidak mereka telah seperti karena bahwa ia ada saat',
  it: 'di e il la che in del a per è della un i si una le da non con ha dei sono delle al gli più o nel anche dal come alla ad su lo può quando dalla degli se ma era aveva suo sua lei lui nella ne ogni',
  lt: 'ir į kad su iš tai ne o kaip jis buvo bet ji už jo nuo prie jau tik dar per po ar jos jį kai labai savo',
  lv: 'un ir uz ka ar no bet viņš par nav kas viņa to bija kā tas arī lai pie tik vai jau vēl pēc kad savu ļoti',
  ms: 'yang dan di itu dengan untuk pada dari ini tidak ke telah akan dalam ada adalah oleh mereka dia sebagai kepada atau juga lebih sudah bagi kerana apabila saya boleh seorang sebuah ialah tetapi lagi bahawa tersebut',
  nb: 'og i er på det å som en til for av at med har ikke de om et den han var vil jeg kan seg vi fra skal være så men hun du ble etter bli hadde ut da hennes hvor',
  nl: 'de van het in een en op te dat met zijn voor is was niet die hij aan bij uit maar om ik na als heeft door naar werd over had zich ook ze nog tegen dan hebben meer geen er haar je toen wat zo',
  pl: 'w i się na z do nie że o to jest po za jak a od przez ale tym co tak są dla przed już pod ze może który jej jednak być mnie jego był była było kiedy gdy tylko',
  pt: 'de a que o e do da em um para uma se com os não no na é dos por as ao das mais foi à como sua ser seu são pela pelo mas ou sem já era ele ela quando tinha até muito num numa estava ainda lhe',
  ro: 'de și în a la cu pe nu o că se din un este mai care ce pentru sunt era dar lui iar au fi ei să',
  ru: 'в и на с не по из от как что к он для а за или до был была при то но был их у так под это она его её я же бы ее они все когда только было мы',
  sk: 'a sa v na že je to s z do o aj vo pre za k ale ako som by po si bol tak jeho keď sú byť už ktoré ktorý čo od bola bolo nie',
  sl: 'je in v na da se so za z ne ki pa bi po tudi kot kako še s od iz do ali že bil bila ko ji ga mu',
  sr: 'је и у на се за да од са не као што су о то али из би до па који која када само био била је',
  sv: 'och att i som är en på det för av de den inte med till om har ett man så vi sig kan var hon han från men hade sin när där ut henne',
  sw: 'ya na wa kwa ni za katika la cha kuwa kama hii hiyo yake lakini alikuwa wake pia hata si yeye wao baada kila sana moja au huku hapo huyo wakati vya',
  tr: 'bir ve de bu da için gibi çok daha olan ne ile sonra o her kadar en dedi değil ama diye iki ki ya mi onu onun vardı bile kendi çünkü ben sen biz artık hiç olduğunu böyle şimdi küçük büyük zaman gün içinde hemen şey öyle olarak ona bana sana biri hiçbir doğru üzerine yoktu eski yeni geri kim nasıl neden oldu ise hep tüm bütün şu önce birlikte karşı göre başka aynı yine vardır içine üzerinde sadece eğer yok var olur sonunda etti eden ediyor tarafından',
  uk: 'у і в на що з не та до для за й як про а це від його я із є який які але може він вже або так ще чи їх її ж цього де була був вона коли було',
  vi: 'có và một người của là được cho không đã tôi những các trong ở với ra vào về đến để cũng đó khi này như bị từ nhưng'
}

const languagesWithWords: readonly string[] = Object.keys(functionWords)

/** No function word has more letters. */
const maxWord = 12
/** The languages, by their number, that have a word. */
const languagesOfWord = new Map<string, number[]>()
for (const [index, language] of languagesWithWords.entries()) {
  for (const word of new Set(functionWords[language]?.split(' '))) {
    const known = languagesOfWord.get(word)
    if (known) known.push(index)
    else languagesOfWord.set(word, [index])
  }
}

/** Whether the function words of a language are known. */
export function hasFunctionWords(language: string): boolean {
  return languagesWithWords.includes(languageOf(language))
}

/** @param word in lower case */
export function isFunctionWord(word: string, language: string): boolean {
  const index = languagesWithWords.indexOf(languageOf(language))
  return index >= 0 && (languagesOfWord.get(word)?.includes(index) ?? false)
}

/** What the function words of a text say. */
export interface FunctionWords {
  /** The number of words of the text. */
  readonly words: number
  /** The share of its function words, for each language that has some. */
  readonly shares: ReadonlyMap<string, number>
}

export function countFunctionWords(text: string): FunctionWords {
  const counts = new Uint32Array(languagesWithWords.length)
  let words = 0
  const lower = text.toLowerCase()
  scanWords(lower, (start, end) => {
    words += 1
    if (end - start > maxWord) return
    for (const index of languagesOfWord.get(lower.slice(start, end)) ?? []) {
      counts[index] = (counts[index] ?? 0) + 1
    }
  })
  const shares = new Map(
    languagesWithWords.map((language, index) => [language, (counts[index] ?? 0) / words])
  )
  return { words, shares }
}
