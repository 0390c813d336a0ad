/** Irregular nouns: singular, then plurals. They have no verb endings. */
export const irregularNouns = rows(`
  calf calves|child children|crisis crises|elf elves|foot feet|goose geese|half halves
  |hoof hooves hoofs|knife knives|leaf leaves|life lives|loaf loaves|louse lice|man men
  |mouse mice|ox oxen|person people persons|scarf scarves scarfs|self selves|shelf shelves|sheaf sheaves
  |thief thieves|tooth teeth|wharf wharves|wife wives|wolf wolves|woman women|oasis oases
  |fungus fungi|cactus cacti cactuses|nucleus nuclei|phenomenon phenomena
  |dwarf dwarves dwarfs|midwife midwives|housewife housewives|werewolf werewolves
  |kid kids|analysis analyses|basis bases|axis axes|thesis theses|hypothesis hypotheses|emphasis emphases
  |parenthesis parentheses|synopsis synopses|diagnosis diagnoses|larva larvae|alga algae|antenna antennae antennas
  |vertebra vertebrae|formula formulae formulas|criterion criteria|bacterium bacteria|medium media mediums|stratum strata
  |stimulus stimuli|alumnus alumni|radius radii|syllabus syllabi|octopus octopuses octopi|hippopotamus hippopotami hippopotamuses
  |schoolchild schoolchildren|jackknife jackknives|penknife penknives|passerby passersby|genie genii genies
  |roof rooves roofs|forefoot forefeet|eyetooth eyeteeth|godchild godchildren|brother brothers brethren
  |cherub cherubim cherubs|seraph seraphim|index indices indexes|appendix appendices|matrix matrices|vertex vertices
  |tableau tableaux|chateau chateaux|plateau plateaux plateaus|bureau bureaux bureaus|beau beaux
  |bookshelf bookshelves|grandchild grandchildren|stepchild stepchildren|dormouse dormice`)

/**
 * Irregular verbs: base, then past forms; -s and -ing are regular. Verbs whose past is mostly
 * another word are left out: `leave` (left), `dive` (dove), `grind` (ground).
 */
export const irregularVerbs = rows(`
  arise arose arisen|be am is are was were been being|abide abode|bid bade bidden|beget begot begotten|behold beheld
  |bite bit bitten|bind bound|slay slew slain|forsake forsook forsaken|wind wound|rise rose risen|cleave cleft clove cloven
  |shear shore shorn|smite smote smitten|tread trod trodden|undo undid undone|unwind unwound|uphold upheld
  |undertake undertook undertaken|withhold withheld|partake partook partaken|foretell foretold|overthrow overthrew overthrown
  |overhang overhung|oversee oversaw overseen|redo redid redone|retell retold|smell smelt smelled|spell spelt spelled
  |spoil spoilt spoiled|spit spat|stave stove staved|strew strewn|sew sewn sewed|sow sown sowed|mow mown mowed
  |hew hewn|beseech besought|kneel knelt|bereave bereft|gird girt|clothe clad clothed|dwell dwelt dwelled|melt molten melted
  |awake awoke awoken|bear|beat beaten|become became|begin began begun|bend bent|bet|bleed bled
  |blow blew blown|break broke broken|breed bred|bring brought|build built|burn burned burnt|burst
  |buy bought|cast|catch caught|choose chose chosen|cling clung|come came|cost|creep crept|cut
  |deal dealt|dig dug|do does did done doing|draw drew drawn|dream dreamed dreamt|drink drank drunk
  |drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found
  |flee fled|fling flung|fly flew flown|forbid forbade forbidden|foresee foresaw foreseen
  |forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got gotten
  |give gave given|go goes went gone going|grow grew grown|hang hung hanged|have has had having
  |hear heard|hide hid hidden|hit|hold held|hurt|keep kept|kneel knelt kneeled|know knew known
  |lay laid|lead led|leap leaped leapt|learn learned learnt|leave|lend lent|let
  |lie lay lain lied|light lit lighted|lose lost|make made|mean meant|meet met|mislead misled
  |mistake mistook mistaken|outgrow outgrew outgrown|overcome overcame|overhear overheard
  |overtake overtook overtaken|pay paid|put|quit|read|rebuild rebuilt|rewrite rewrote rewritten
  |ride rode ridden|ring rang|run ran|say said|see saw seen|seek sought|sell sold|send sent|set
  |shake shook shaken|shed|shine shone shined|shoot shot|show showed shown|shrink shrank shrunk
  |shut|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|sling slung
  |sneak sneaked snuck|speak spoke spoken|spend spent|spill spilled spilt|spin spun|split|spread
  |spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|stink stank
  |stride strode|strike struck stricken|strive strove striven|swear swore sworn|sweep swept
  |swell swelled swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn
  |tell told|think thought|throw threw thrown|thrust|understand understood|wake woke woken
  |wear wore worn|weave wove woven|weep wept|win won|withdraw withdrew withdrawn
  |withstand withstood|wring wrung|write wrote written`)

/** Past forms that, as keywords, probably mean another word: a saw, a stole, LED, Lent. */
export const otherThanPast: ReadonlySet<string> = new Set(
  'drew drove drunk fell felt found lay led lent saw shot spoke stole thought won rose bound bit wound clove cleft shore stove abode'.split(
    ' '
  )
)

/** Nouns that end with a single s in the singular; their plural ends with -es. */
export const nounsInS: ReadonlySet<string> = new Set(
  'alias atlas bias canvas gas iris lens pancreas trellis'.split(' ')
)

/**
 * Words with the ending -s only. Their apparent -ed or -ing form is another word (rugged, united,
 * evening) or has another meaning than the animal (ducked, sealed).
 */
export const takesOnlyS: ReadonlySet<string> = new Set(
  [
    'accord aide arm breath caste ceil cloth cree crook desert dog envelope even fleet grille her inn jag',
    'leg loath long lung mat morn out past pie pud rag rug secret severe she shill sooth steppe strand',
    'suite swinge the tire unit wick will wretch',
    'ape badger bat buck bug crane crow duck fawn hawk hound leech parrot ram seal swallow'
  ].flatMap(line => line.split(' '))
)

/** Exceptions to every rule: the word, then its bases other than itself, if it has any. */
export const settledWords = rows(`
  news|does do|bearing|bellows|besides|clothes|corps|glasses glass|mars|means mean|moped|pants
  |series|shorts|singing sing|sometimes|species|stocking|stockings stocking`)

function rows(table: string): readonly (readonly string[])[] {
  return table.split('|').map(row => row.trim().split(/\s+/))
}
