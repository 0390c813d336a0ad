/** A statement about a subject that excludes other values of the same attribute. */
export interface Claim {
  /** What it is about: the subject and the attribute, in lower case. */
  readonly about: string
  readonly kind: ContradictionKind
  readonly value: string
}

export const contradictionKinds = ['age', 'number', 'weekday', 'death', 'name'] as const
export type ContradictionKind = (typeof contradictionKinds)[number]

const units =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen`.split(/\s+/)
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const numbers = new Map<string, number>([
  ...units.map((word, value) => [word, value] as const),
  ...tens.flatMap((word, at) => {
    const base = (at + 2) * 10
    const composed = units.slice(1, 10).map((unit, n) => [`${word}-${unit}`, base + n + 1] as const)
    return [[word, base] as const, ...composed]
  }),
  ['a hundred', 100]
])

const numberPattern = String.raw`(\d{1,6}|(?:${tens.join('|')})(?:-(?:${units.slice(1, 10).join('|')}))?|${units.slice(1).join('|')}|a hundred)`
const age = new RegExp(
  String.raw`^ (?:(?:is|was) (?:now |only |just |already |still )?|turned |aged )${numberPattern}(?= years? (?:old|of age)|(?: (?:that|this|when|in|now|and|but|by))?\b(?! \w+s\b)|$)`,
  'i'
)
const counted = new RegExp(
  String.raw`^ (?:has|had|owns|owned|carries|carried) (?:only |just |exactly )?${numberPattern} ([a-z]+s)\b`,
  'i'
)
const there = new RegExp(
  String.raw`^there (?:is|are|was|were) (?:only |just |exactly )?${numberPattern} ([a-z]+s) ((?:on|in|at|under|behind|above) (?:the |his |her |their |a )?[a-z]+)\b`,
  'i'
)
const weekday =
  /^ (?:has |had |have )?([a-z]+(?:ed|n|t|w|s|es)|is|was|began) on (?:a |the )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i
const name = /^ (?:is|was|had been) (?:called|named) (\p{Lu}[\p{L}'’-]+)/u
const death = /^ (?:died|is dead|was dead|has died|had died|was killed|was buried|drowned)\b/i
/** What only the living do. */
const act =
  /^ (?:said|says|smiled|smiles|asked|asks|laughed|nodded|walked|ran|poured|answered|whispered|shouted|sat down|stood up|looked|opened|closed|took|grinned|replied|waved|sighed|shrugged)\b/i
/** In these sentences the dead act, and what is said is not so. */
const unreal =
  /\b(?:remember\w*|dream\w*|ghost\w*|if|would|might|could|once|used to|years ago|years before|before (?:he|she|they) died|photograph|portrait|letter|imagin\w*|as though|as if|pretend\w*|not|never|no longer|almost|nearly)\b|n['’]t\b/i

/** The claims of a sentence about one subject. Sentences of other languages than English have none. */
export function claimsOf(sentence: string, subject: string): readonly Claim[] {
  if (unreal.test(sentence)) return []
  const at = sentence.toLowerCase().indexOf(subject.toLowerCase())
  if (at === -1) return []
  const rest = sentence.slice(at + subject.length)
  const before = sentence.slice(Math.max(0, at - maxBefore), at)
  return isBoundary(before) ? about(subject.toLowerCase(), rest) : []
}

/** The claims of a sentence that names its subject itself: "There were three keys on the ring." */
export function claimsOfThere(sentence: string): readonly Claim[] {
  const [, number = '', things = '', place = ''] = there.exec(sentence) ?? []
  if (number === '' || unreal.test(sentence)) return []
  return [{ kind: 'number', about: `${things} ${place}`.toLowerCase(), value: valueOf(number) }]
}

function about(subject: string, rest: string): readonly Claim[] {
  const claims: Claim[] = []
  const add = (kind: ContradictionKind, attribute: string, value: string): void => {
    claims.push({ kind, about: `${subject} ${attribute}`, value })
  }
  const [, years] = age.exec(rest) ?? []
  if (years !== undefined) add('age', 'age', valueOf(years))
  const [, count, things = ''] = counted.exec(rest) ?? []
  if (count !== undefined) add('number', things.toLowerCase(), valueOf(count))
  const [, verb = '', day] = weekday.exec(rest) ?? []
  if (day !== undefined) add('weekday', verb.toLowerCase(), day.toLowerCase())
  const [, called] = name.exec(rest) ?? []
  if (called !== undefined) add('name', 'name', called)
  if (death.test(rest)) add('death', 'life', 'dead')
  if (act.test(rest)) add('death', 'life', 'alive')
  return claims
}

function valueOf(number: string): string {
  return String(numbers.get(number.toLowerCase()) ?? Number(number))
}

/** UTF-16 code units before a subject that say whether a clause begins there. */
const maxBefore = 40

/** The subject begins the sentence, or a clause of it. */
function isBoundary(before: string): boolean {
  return /(?:^|[,;:“"(]|\b(?:and|but|because|that|when|while))\s*(?:the |his |her |their |old )?$/i.test(
    before
  )
}
