import {
  lazy,
  rowsByWord,
  withEndings,
  type SplitForms
} from '#modules/stories/checks/words/word-forms.js'
import * as words from './german-words.js'
import { withUmlaut } from './umlaut.js'

export interface VerbForms {
  readonly forms: readonly string[]
  /** For a verb whose prefix is separated from it. */
  readonly split?: SplitForms
}

/** The forms of a verb; none if the word does not end like an infinitive. */
export function germanVerb(word: string): VerbForms {
  if (!/(?:en|[elr]n|tun|sein)$/.test(word) || word.length < 4)
    return tables().strong.has(word) ? plain(word) : { forms: [] }
  const { separable, inseparable } = tables()
  const particle = separable.find(prefix => isPrefixOf(prefix, word))
  const prefix = inseparable.find(each => isPrefixOf(each, word))
  const fixed = prefix === undefined ? undefined : prefixed(prefix, word.slice(prefix.length))
  if (particle === undefined) return { forms: [...plain(word).forms, ...(fixed ?? [])] }
  const base = word.slice(particle.length)
  const { heads, participles } = partsOf(base)
  const split = { heads: new Set(heads), particle }
  const forms = [
    ...heads.map(head => particle + head),
    ...participles.map(form => particle + form),
    `${particle}zu${base}`,
    ...withEndings(`${word}d`, declined)
  ]
  // "umstellen" has both: stellte um, umstellte.
  return { forms: [...forms, ...(fixed ?? [])], split }
}

const tables = lazy(() => ({
  strong: new Map(
    words.strongVerbs.split('|').map(row => {
      const [infinitive = '', present = '', past = '', participle = ''] = row.trim().split(/\s+/)
      return [infinitive, { present, past, participle }] as const
    })
  ),
  further: rowsByWord(words.furtherVerbForms),
  separable: words.separablePrefixes.trim().split(/\s+/),
  inseparable: words.inseparablePrefixes.split(' ')
}))

const declined = '- e en em er es'

/** A prefix is followed by a verb: "an" is none in "angeln", nor "be" in "beten". */
function isPrefixOf(prefix: string, word: string): boolean {
  if (!word.startsWith(prefix)) return false
  const base = word.slice(prefix.length)
  if (tables().strong.has(base)) return !tables().strong.has(word)
  return (
    base.length >= 5 &&
    /^[^aeiouäöü]*[aeiouäöü].*[^aeiouäöü]n?$/.test(base) &&
    /[^aeiouäöü](?:en|[lr]n)$|[aeiouäöü]h?en$/.test(base) &&
    /^(?:[bcdfghjklmnpqrstvwz]|[aeiouäöü])/.test(base)
  )
}

function plain(word: string): VerbForms {
  const { heads, participles } = partsOf(word)
  return { forms: [...heads, ...participles, ...withEndings(`${word}d`, declined)] }
}

/** With an inseparable prefix the participle has no "ge". */
function prefixed(prefix: string, base: string): readonly string[] {
  const { heads, participles } = partsOf(base)
  const bare = participles.map(form => form.replace(/^ge/, ''))
  return [...heads, ...bare].map(form => prefix + form)
}

interface VerbParts {
  readonly heads: readonly string[]
  readonly participles: readonly string[]
}

function partsOf(infinitive: string): VerbParts {
  const { strong, further, separable, inseparable } = tables()
  const known = strong.get(infinitive)
  if (known !== undefined) {
    const more = (further.get(infinitive) ?? []).filter(form => form !== infinitive)
    return strongParts(infinitive, known, more)
  }
  // "wiederverwenden": the base has a prefix of its own.
  const inner = [...inseparable, ...separable].find(
    prefix => infinitive.startsWith(prefix) && strong.has(infinitive.slice(prefix.length))
  )
  if (inner !== undefined) {
    const { heads, participles } = partsOf(infinitive.slice(inner.length))
    const bare = inseparable.includes(inner)
      ? participles.map(form => form.replace(/^ge/, ''))
      : participles
    return { heads: heads.map(form => inner + form), participles: bare.map(form => inner + form) }
  }
  return weakParts(infinitive)
}

function strongParts(
  infinitive: string,
  {
    present,
    past,
    participle
  }: { readonly present: string; readonly past: string; readonly participle: string },
  more: readonly string[]
): VerbParts {
  const stem = infinitive.replace(/e?n$/, '')
  const changedStem = present.replace(/t$/, '')
  const pastStem = past.replace(/e$/, '')
  const subjunctive = withUmlaut(pastStem) ?? pastStem
  const isMixed = past.endsWith('te')
  return {
    heads: [
      infinitive,
      ...withEndings(stem, '- e st est t et'),
      present,
      changedStem,
      ...withEndings(changedStem, changedStem.endsWith('s') ? 't' : 'st'),
      past,
      ...(isMixed ? withEndings(past, 'st n t') : withEndings(pastStem, 'st est en t et')),
      ...withEndings(subjunctive, 'e en est et st t'),
      ...more
    ],
    participles: withEndings(participle, declined)
  }
}

function weakParts(infinitive: string): VerbParts {
  const stem = infinitive.replace(/(?<=[lr])n$|en$/, '').replace(/(?<=[^aeiouäöü])e(?=[lr]$)/, 'e')
  const isDental = /(?:[dt]|[^lraeiouäöüh][mn])$/.test(stem)
  const past = isDental ? `${stem}ete` : `${stem}te`
  const participle = isDental ? `${stem}et` : `${stem}t`
  const short = /[^aeiouäöü]e[lr]$/.test(stem) ? [stem.slice(0, -2) + stem.slice(-1) + 'e'] : []
  const ge = infinitive.endsWith('ieren') ? '' : 'ge'
  return {
    heads: [
      infinitive,
      ...withEndings(
        stem,
        isDental ? '- e est et' : /(?:s|z|x)$/.test(stem) ? '- e t' : '- e st t'
      ),
      ...short,
      ...withEndings(past, '- st n t')
    ],
    participles: withEndings(ge + participle, declined)
  }
}
