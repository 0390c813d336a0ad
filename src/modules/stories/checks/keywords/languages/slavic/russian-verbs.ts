import { joined, lazy, withEndings, wordSet } from '#modules/stories/checks/words/word-forms.js'
import * as words from './russian-words.js'

/** The forms of a verb; none if the word does not end like an infinitive. All have е for ё. */
export function russianVerbForms(word: string): readonly string[] {
  const isReflexive = /с[яь]$/.test(word)
  const infinitive = word.replace(/с[яь]$/, '')
  if (
    !/(?:ть|ти|чь)$/.test(infinitive) ||
    infinitive.length < 3 ||
    notVerbs().has(infinitive) ||
    (/(?:ость|есть)$/.test(infinitive) && infinitive.length > 5)
  )
    return []
  const { presents, pasts } = formsOfActive(infinitive)
  const all = [...presents.flatMap(finite), ...pasts.flatMap(pastForms), infinitive]
  return isReflexive
    ? all.flatMap(form => [`${form}ся`, `${form}сь`])
    : [
        ...all,
        ...all
          .filter(form => /(?:ий|ее|ие|их|его|ему|ая|ую|ей|им|ими)$/.test(form))
          .map(form => `${form}ся`)
      ]
}

const notVerbs = lazy(() => wordSet(words.notVerbs))

interface Stems {
  /** Stem, with the class of its endings. */
  readonly presents: readonly PresentStem[]
  /** Stems of the past: де-ла, нес. */
  readonly pasts: readonly string[]
}

type PresentStem = readonly [stem: string, first: string, isSecondConjugation: boolean]

function finite([stem, first, isSecond]: PresentStem): readonly string[] {
  const endings = isSecond
    ? 'ишь ит им ите ят ат и ь ьте й йте я'
    : 'ешь ет ем ете ут ют и ите й йте ь ьте я'
  const participle = isSecond ? ['ящ', 'ащ'] : ['ющ', 'ущ']
  return [
    first,
    ...withEndings(stem, endings),
    ...(/[жчшщ]$/.test(stem) ? [`${stem}а`] : []),
    ...participle.flatMap(each => withEndings(stem + each, adjectival)),
    ...withEndings(isSecond ? `${stem}им` : `${stem}ем`, `${hardAdjectival} - а о ы`)
  ]
}

const adjectival = 'ий его ему им ем ая ей ую ее ие их ими'
const hardAdjectival = 'ый ого ому ым ом ая ой ую ое ые ых ыми'

function pastForms(stem: string): readonly string[] {
  const isVowel = /[аеиоуыя]$/.test(stem)
  return [
    isVowel ? `${stem}л` : stem,
    ...withEndings(`${stem}л`, 'а о и'),
    ...withEndings(`${stem}${isVowel ? 'вш' : 'ш'}`, `${adjectival} и`),
    ...(isVowel ? [`${stem}в`, ...passive(stem)] : withEndings(`${stem}ен`, '- а о ы')),
    ...(isVowel ? [] : withEndings(`${stem}енн`, hardAdjectival))
  ]
}

/** сделать: сделан, сделанный; купить: куплен, купленный; открыть: открыт. */
function passive(stem: string): readonly string[] {
  const bases = /[ая]$/.test(stem)
    ? [`${stem}н`]
    : /[еи]$/.test(stem)
      ? mutated(stem.slice(0, -1)).map(each => `${each}ен`)
      : []
  return [
    ...bases.flatMap(each =>
      joined(withEndings(each, '- а о ы'), withEndings(`${each}н`, hardAdjectival))
    ),
    ...(/(?:ы|у|о|я|и|е)$/.test(stem)
      ? [...withEndings(`${stem}т`, '- а о ы'), ...withEndings(`${stem}т`, hardAdjectival)]
      : [])
  ]
}

/** любить: люблю; ходить: хожу; писать: пишу. */
function mutated(stem: string): readonly string[] {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/([бпвфм])$/, '$1л'],
    [/д$/, 'ж'],
    [/д$/, 'жд'],
    [/з$/, 'ж'],
    [/г$/, 'ж'],
    [/ст$/, 'щ'],
    [/ск$/, 'щ'],
    [/т$/, 'ч'],
    [/т$/, 'щ'],
    [/к$/, 'ч'],
    [/с$/, 'ш'],
    [/х$/, 'ш']
  ]
  return [
    stem,
    ...changes
      .filter(([ending]) => ending.test(stem))
      .map(([ending, other]) => stem.replace(ending, other))
  ]
}

/** The first person of the second conjugation. */
function firsts(stem: string): readonly string[] {
  const [, ...changes] = mutated(stem)
  if (changes.length === 0) return [stem + (/[жчшщ]$/.test(stem) ? 'у' : 'ю')]
  return changes.map(each => each + (each.endsWith('л') ? 'ю' : 'у'))
}

function formsOfActive(infinitive: string): Stems {
  const known = irregularOf(infinitive)
  if (known !== undefined) return known
  const stem = infinitive.slice(0, -2)
  if (/[оеы]вать$/.test(infinitive)) {
    const short = stem
      .replace(/ова$/, 'у')
      .replace(/(?<=[жчшщц])ева$/, 'у')
      .replace(/ева$/, 'ю')
    return {
      presents: [
        [stem, `${stem}ю`, false],
        [short, `${short}ю`, false]
      ],
      pasts: [stem]
    }
  }
  if (stem.endsWith('ва') && /(?:да|зна|ста)ва$/.test(stem))
    return {
      presents: [
        [stem.slice(0, -2), `${stem.slice(0, -2)}ю`, false],
        [stem, `${stem}ю`, false]
      ],
      pasts: [stem]
    }
  if (stem.endsWith('ну')) {
    const short = stem.slice(0, -1)
    return { presents: [[short, `${short}у`, false]], pasts: [stem, stem.slice(0, -2)] }
  }
  if (stem.endsWith('и')) {
    const short = stem.slice(0, -1)
    return { presents: firsts(short).map(first => [short, first, true] as const), pasts: [stem] }
  }
  if (/[аяе]$/.test(stem)) return withVowel(stem)
  if (/[ыу]$/.test(stem)) {
    const short = stem.replace(/ы$/, 'о')
    return {
      presents: [
        [short, `${short}ю`, false],
        [stem, `${stem}ю`, false],
        [`${stem}в`, `${stem}ву`, false]
      ],
      pasts: [stem]
    }
  }
  return { presents: [[stem, `${stem}у`, false]], pasts: [stem] }
}

/** делать: делаю; писать: пишу; лаять: лаю; лежать: лежу. */
function withVowel(stem: string): Stems {
  const short = stem.slice(0, -1)
  return {
    presents: [
      [stem, `${stem}ю`, false],
      ...mutated(short)
        .slice(1)
        .map(each => [each, `${each}${each.endsWith('л') ? 'ю' : 'у'}`, false] as const),
      ...(/[аеоу]я$/.test(stem) ? [[short, `${short}ю`, false] as const] : []),
      ...(/(?:е|[жчшщ]а|оя)$/.test(stem)
        ? firsts(short).map(first => [short, first, true] as const)
        : [])
    ],
    pasts: [stem]
  }
}

function irregularOf(infinitive: string): Stems | undefined {
  for (let start = 0; start + 3 <= infinitive.length; start++) {
    const prefix = infinitive.slice(0, start)
    const known = table().get(infinitive.slice(start))
    if (known === undefined || (start > 0 && !prefixes.test(prefix))) continue
    return {
      presents: known.presents.map(
        ([stem, first, isSecond]) => [prefix + stem, prefix + first, isSecond] as const
      ),
      pasts: known.pasts.map(stem => prefix + stem)
    }
  }
  return undefined
}

const prefixes =
  /^(?:в|во|вз|взо|вс|воз|возо|вос|вы|до|за|из|изо|ис|на|над|надо|не|недо|о|об|обо|от|ото|па|пере|по|под|подо|пре|пред|при|про|раз|разо|рас|с|со|у|низ|пред|предо)+$/

const table = lazy(() => {
  const rows = irregulars.split('|').map(row => row.trim().split(/\s+/))
  return new Map(
    rows.map(([infinitive = '', first = '', stems = '', pasts = '']) => {
      const presents = stems
        .split(',')
        .map(stem => [stem.replace('2', ''), first, stem.endsWith('2')] as const)
      return [infinitive, { presents, pasts: pasts.split(',') }] as const
    })
  )
})

/** Infinitive, first person, stems of the other persons (2: second conjugation), stems of the past. */
const irregulars = `быть буду буд бы|бить бью бь,бе би|пить пью пь,пе пи|лить лью ль,ле ли|вить вью вь,ве ви|шить шью шь,ше ши|жить живу жив жи|плыть плыву плыв плы|слыть слыву слыв слы
  |идти иду ид шед,ше,ш|йти йду йд шед,ше,ш|ехать еду ед,езжай еха|дать дам даст,дади,даду,да да|есть ем ест,едя,еди,едят е|хотеть хочу хоч,хот2 хоте|бежать бегу бег,беж2 бежа|лечь лягу ляж,ляг лег|мочь могу мож,мог мог|беречь берегу береж,берег берег
  |течь теку теч,тек тек|печь пеку печ,пек пек|сечь секу сеч,сек сек|влечь влеку влеч,влек влек|жечь жгу жж,жг,жег жег,жг|стричь стригу стриж,стриг стриг|стеречь стерегу стереж,стерег стерег|речь реку реч,рек рек
  |брать беру бер бра|драть деру дер дра|звать зову зов зва|ждать жду жд жда|рвать рву рв рва|врать вру вр вра|спать сплю сп2 спа|гнать гоню гон2 гна|стать стану стан ста|деть дену ден де|встать встану встан вста
  |взять возьму возьм взя|нять ниму ним,йм ня|снять сниму сним сня|понять пойму пойм поня|занять займу займ заня|принять приму прим приня|поднять подниму подним подня|обнять обниму обним обня|начать начну начн нача|жать жму жм,жн жа|мять мну мн мя|умереть умру умр умере,умер|тереть тру тр тер|переть пру пр пер
  |нести несу нес нес|везти везу вез вез|вести веду вед ве|брести бреду бред бре|цвести цвету цвет цве|мести мету мет ме|плести плету плет пле|расти расту раст рос|ползти ползу полз полз|грести гребу греб греб|спасти спасу спас спас|трясти трясу тряс тряс|лезть лезу лез лез|сесть сяду сяд се|упасть упаду упад упа|пасть паду пад па|класть кладу клад кла|красть краду крад кра|честь чту чт,чит че,чел|сть ду д ла
  |послать пошлю пошл посла|слать шлю шл сла|стлать стелю стел стла|петь пою по пе|видеть вижу вид2 виде|смотреть смотрю смотр2 смотре|сидеть сижу сид2 сиде|лететь лечу лет2 лете|стоять стою сто2 стоя|бояться боюсь бо2 боя|лежать лежу леж2 лежа|держать держу держ2 держа|слышать слышу слыш2 слыша|дышать дышу дыш2 дыша|кричать кричу крич2 крича|молчать молчу молч2 молча|стучать стучу стуч2 стуча|дрожать дрожу дрож2 дрожа|гореть горю гор2 горе|велеть велю вел2 веле|болеть болею боле,бол2 боле|давать даю да,дава дава|вставать встаю вста,вставай встава|ошибиться ошибусь ошиб ошиб|шибить шибу шиб шиб|узнать узнаю узна узна|оказать окажу окаж оказа|искать ищу ищ иска|сказать скажу скаж сказа|казать кажу каж каза|плакать плачу плач плака|прятать прячу пряч прята|писать пишу пиш писа|резать режу реж реза|вязать вяжу вяж вяза|махать машу маш маха|сыпать сыплю сыпл сыпа|дремать дремлю дремл дрема|колоть колю кол коло|бороть борю бор боро|молоть мелю мел моло|смеять смею сме смея|сеять сею се сея|верить верю вер2 вери|крыть крою кро кры|мыть мою мо мы|рыть рою ро ры|выть вою во вы|брить брею бре бри|гнить гнию гни гни|чить чу ч2 чи`
