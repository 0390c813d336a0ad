import {
  changed,
  lazy,
  rowsByWord,
  type EndingRule
} from '#modules/stories/checks/words/word-forms.js'

/** The British and American spellings of a form, without itself. */
export function otherSpellings(form: string): readonly string[] {
  return [...(table().get(form) ?? []), ...changed(form, rules)]
}

const stemsInOur =
  'col fav hon lab neighb harb rum hum od vap flav arm parl sav splend vig val glam clam endeav behavi savi cand ferv ranc demean ard tum'
    .split(' ')
    .join('|')

const rules: readonly EndingRule[] = [
  [
    new RegExp(`(?<=^(?:dis)?(?:${stemsInOur}))our(?=(?:s|ed|ing|ful|less|able|ite|hood|y)?s?$)`),
    'or'
  ],
  [
    new RegExp(`(?<=^(?:dis)?(?:${stemsInOur}))or(?=(?:s|ed|ing|ful|less|able|ite|hood|y)?s?$)`),
    'our'
  ],
  [
    /(?<=^(?:theat|cent|fib|lit|met|kilomet|centimet|lust|somb|spect|meag|calib|sab|scept))re(?=s?$)/,
    'er'
  ],
  [
    /(?<=^(?:theat|cent|fib|lit|met|kilomet|centimet|lust|somb|spect|meag|calib|sab|scept))er(?=s?$)/,
    're'
  ],
  [/(?<=...[^aeou]|...al)is(?=(?:e|es|ed|ing|er|ers|ation|ations)$)/, 'iz'],
  [/(?<=...[^aeou]|...al)iz(?=(?:e|es|ed|ing|er|ers|ation|ations)$)/, 'is'],
  [/(?<=analy|paraly|cataly)s(?=(?:e|es|ed|ing)$)/, 'z'],
  [/(?<=analy|paraly|cataly)z(?=(?:e|es|ed|ing)$)/, 's'],
  [/(?<=(?:cata|dia|ana|mono|epi|pro)log)ue(?=s?$)/, '-']
]

const table = lazy(() =>
  rowsByWord(`grey gray|greys grays|jewellery jewelry|aluminium aluminum|mould mold|moulds molds|moustache mustache
    |moustaches mustaches|plough plow|ploughs plows|pyjamas pajamas|sceptic skeptic|sulphur sulfur|whisky whiskey
    |axe ax|cosy cozy|gaol jail|doughnut donut|doughnuts donuts|yoghurt yogurt|mum mom|mums moms|aeroplane airplane
    |aeroplanes airplanes|smoulder smolder|smouldered smoldered|smouldering smoldering|woollen woolen|skilful skillful
    |fulfil fulfill|fulfils fulfills|enrol enroll|licence license|defence defense|offence offense|pretence pretense
    |archaeology archeology|encyclopaedia encyclopedia|mediaeval medieval|manoeuvre maneuver|marvellous marvelous
    |wagon waggon|wagons waggons|omelette omelet|speciality specialty|catalogue catalog|dialogue dialog|analogue analog
    |counsellor counselor|traveller traveler|travellers travelers|jeweller jeweler|sorcerer sorceror|cheque cheque`)
)
