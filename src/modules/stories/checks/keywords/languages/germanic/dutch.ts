import {
  lazy,
  rowsByWord,
  withEndings,
  wordSet,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'
import * as words from './dutch-words.js'

export function dutchForms(word: string): WordForms {
  const { unchanged, irregular, adjectives } = tables()
  const known = irregular.get(word) ?? []
  if (unchanged.has(word)) return { forms: new Set([word, ...known]) }
  const verb = verbForms(word)
  const forms = new Set([
    word,
    ...known,
    ...(adjectives.get(word) ?? []),
    ...nounForms(word),
    ...adjectiveForms(word),
    ...verb.forms
  ])
  return { forms, ...(verb.split && { split: verb.split }) }
}

const tables = lazy(() => ({
  unchanged: wordSet(words.uninflected),
  irregular: rowsByWord(words.irregularNouns),
  adjectives: rowsByWord(words.irregularAdjectives),
  gradable: wordSet(words.gradableAdjectives),
  strong: new Map(
    words.strongVerbs.split('|').map(row => {
      const [infinitive = '', ...forms] = row.trim().split(/\s+/)
      return [infinitive, forms] as const
    })
  ),
  separable: words.separablePrefixes.split(/\s+/)
}))

/** The stem as it is written before an ending with a vowel: boom, bom-en; kat, katt-en; huis, huiz-en. */
function openStems(word: string): readonly string[] {
  if (word.endsWith('ieel')) return [word.replace(/ieel$/, 'iël')]
  if (/([aeou])\1[bcdfgklmnprstvz]$/.test(word)) {
    const open = word.replace(/([aeou])\1(.)$/, '$1$2')
    return [open, soften(open)]
  }
  if (/(?<![aeiou])[aeiou][bcdfgklmnprst]$/.test(word)) {
    // winkel: winkels; rebel: rebellen; aardig: aardige.
    return isUnstressed(word, /(?:e[lmnr]|i[gk])$/)
      ? [word, word + word.slice(-1)]
      : [word + word.slice(-1)]
  }
  return [word, soften(word)]
}

/** Whether a word of several syllables ends so. */
function isUnstressed(word: string, ending: RegExp): boolean {
  return ending.test(word) && /[aeiou]/.test(word.slice(0, -2))
}

function soften(word: string): string {
  return word.replace(/f$/, 'v').replace(/s$/, 'z')
}

function nounForms(word: string): readonly string[] {
  if (word.length < 3 || (word.endsWith('en') && word.length > 4))
    return word.length < 3 ? [] : [`${word}s`]
  const plurals = openStems(word).map(stem => `${stem}en`)
  const more = [
    ...withEndings(word, word.endsWith('e') ? 's n tje' : "s 's"),
    ...diminutives(word),
    ...(word.endsWith('heid') ? [word.replace(/heid$/, 'heden')] : []),
    ...(word.endsWith('us') ? [word.replace(/us$/, 'i')] : []),
    ...(word.endsWith('um') ? [word.replace(/um$/, 'a')] : []),
    ...(word.endsWith('man')
      ? [
          word.replace(/man$/, 'mannen'),
          word.replace(/man$/, 'lieden'),
          word.replace(/man$/, 'lui')
        ]
      : []),
    ...plurals,
    ...(word.endsWith('ie') ? [`${word}ën`, word.replace(/ie$/, 'iën')] : [])
  ]
  return more
}

function diminutives(word: string): readonly string[] {
  const bases = /([aeou])\1?[bcdfgklmnprst]$/.test(word) ? [word, word + word.slice(-1)] : [word]
  return bases.flatMap(base => withEndings(base, 'je jes tje tjes pje pjes etje etjes'))
}

function adjectiveForms(word: string): readonly string[] {
  if (word.length < 3 || word.endsWith('en')) return []
  const stems = openStems(word)
  const inflected = [...stems.map(stem => `${stem}e`), `${word}s`]
  if (!tables().gradable.has(word) && !adjectiveEnding.test(word)) return inflected
  return [
    ...inflected,
    ...stems.flatMap(stem => withEndings(stem, 'er ere')),
    ...withEndings(word, 'st ste'),
    ...(word.endsWith('r') ? withEndings(word, 'der dere') : [])
  ]
}

/** With -er a noun is another noun: dans, danser. */
const adjectiveEnding =
  /..(?:ig|lijk|baar|zaam|isch|loos|eel|ief|aal|achtig|end|vol|eus|ant|ent|air|wekkend|rijk|arm)$/

interface VerbForms {
  readonly forms: readonly string[]
  readonly split?: WordForms['split']
}

function verbForms(word: string): VerbForms {
  if (!/(?:en|aan|oen|ien|zijn)$/.test(word) || word.length < 4) return { forms: [] }
  const { separable, strong } = tables()
  const particle = separable.find(
    prefix =>
      word.startsWith(prefix) &&
      (strong.has(word.slice(prefix.length)) ||
        /^[^aeiou]+[aeiou].*en$/.test(word.slice(prefix.length))) &&
      word.length - prefix.length >= 4
  )
  if (particle === undefined || strong.has(word)) {
    const { heads, participles } = partsOf(word)
    return { forms: [...heads, ...participles] }
  }
  const base = word.slice(particle.length)
  const { heads, participles } = partsOf(base)
  return {
    forms: [...heads, ...participles, `te${base}`].map(form => particle + form),
    split: { heads: new Set(heads), particle }
  }
}

const unstressed = /^(?:be|ge|her|ont|ver|er|mis|over|onder|door|voor|weer|om)(?=[^aeiou]*[aeiou])/

interface VerbParts {
  readonly heads: readonly string[]
  readonly participles: readonly string[]
}

function partsOf(infinitive: string): VerbParts {
  const { strong } = tables()
  const prefix = strong.has(infinitive) ? '' : (unstressed.exec(infinitive)?.[0] ?? '')
  const known = strong.get(infinitive.slice(prefix.length))
  const present = withEndings(infinitive, 'd de')
  if (known !== undefined) {
    const all = known.map(form => prefix + (prefix === '' ? form : form.replace(/^ge/, '')))
    const stems = stemsOf(infinitive).flatMap(stemForms)
    return {
      heads: [infinitive, ...stems, ...all, ...present],
      participles: all.slice(-1).flatMap(form => withEndings(form, '- e'))
    }
  }
  const parts = stemsOf(infinitive).map(stem => weakParts(infinitive, stem))
  return {
    heads: [...parts.flatMap(({ heads }) => heads), ...present],
    participles: parts.flatMap(({ participles }) => participles)
  }
}

function weakParts(infinitive: string, stem: string): VerbParts {
  const hard = /(?:[tkfsp]|ch)$/.test(stem) && !/[vz]en$/.test(infinitive)
  const dental = hard ? 't' : 'd'
  const participle = stem.endsWith(dental) ? stem : stem + dental
  return {
    heads: [infinitive, ...stemForms(stem), ...withEndings(`${stem}${dental}e`, '- n')],
    participles: [
      ...withEndings(participle, '- e'),
      ...withEndings(
        /^[ei]/.test(participle) ? withDiaeresis(participle) : `ge${participle}`,
        '- e'
      )
    ]
  }
}

function stemForms(stem: string): readonly string[] {
  return stem.endsWith('t') ? [stem] : [stem, `${stem}t`]
}

/** effenen: geëffend. */
function withDiaeresis(participle: string): string {
  return `ge${participle.startsWith('e') ? 'ë' : 'ï'}${participle.slice(1)}`
}

/** maken: maak; pakken: pak; leven: leef; reizen: reis; luisteren: luister; proberen: probeer. */
function stemsOf(infinitive: string): readonly string[] {
  if (/(?:aa|oe|ie)n$/.test(infinitive)) return [infinitive.slice(0, -1)]
  const bare = infinitive.replace(/en$/, '')
  if (/([bdfgklmnprst])\1$/.test(bare)) return [bare.slice(0, -1)]
  const long = bare.replace(/(?<![aeiou])([aeou])([bdfgklmnprstvz])$/, '$1$1$2')
  const stems = isUnstressed(bare, /e[lmnr]$/) ? [bare, long] : [long]
  return stems.map(stem => stem.replace(/v$/, 'f').replace(/z$/, 's'))
}
