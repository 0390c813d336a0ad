import { lazy, rowsByWord, withEndings, wordSet } from '#modules/stories/checks/words/word-forms.js'

/** The comparative and the superlative of an adjective. */
export function comparedForms(word: string): readonly string[] {
  const { compared, irregular } = tables()
  const known = irregular.get(word) ?? []
  // Most words in -y are adjectives; those in -ier are often nouns: copier, courtier.
  if (/[^aeiou]y$/.test(word) && word.length > 3) {
    const stem = word.slice(0, -1)
    return [...known, `${stem}iest`, ...(notCompared.has(word) ? [] : [`${stem}ier`])]
  }
  if (!compared.has(word)) return known
  const isDoubled = /^[^aeiou]*[aeiou][bdgmnpt]$/.test(word)
  const stem = isDoubled ? word + word.slice(-1) : word.replace(/e$/, '')
  return [...known, ...withEndings(stem, 'er est')]
}

const notCompared = wordSet('copy carry occupy multiply supply ally court fry cry spy barry')

const tables = lazy(() => ({
  compared: wordSet(comparedAdjectives),
  irregular: rowsByWord(irregularAdjectives)
}))

/** With -er, other words would be other words: wander, number. */
const comparedAdjectives = `
  able big black bland bleak blue blunt bold brave brief bright brisk broad brown calm cheap clean clear clever close
  cold common cool coarse crisp cruel cute damp dark dear deep dense dim dry dull dumb faint fair fast fat few fierce fine firm
  fit flat fond frail free fresh full gentle glad grand grave gray great green grey grim gross hard harsh high hot huge humble
  keen kind large late lame lean light long loose loud low mad mean mellow mild moist narrow near neat new nice noble odd old
  pale plain plump poor profound proud pure quick quiet rare raw red rich ripe rough round rude sad safe sane scarce shallow
  sharp short shy sick silent simple sincere slender slick slim slow small smart smooth soft soon sore sour sparse stark steep
  stern stiff still strange strict strong stupid subtle sure sweet swift tall tame tender tense thick thin tight tough
  true vague vast vile warm weak weird wet white wide wild wise young yellow slight straight`

const irregularAdjectives = `good better best|well better best|bad worse worst|ill worse worst
  |far farther farthest further furthest|old elder eldest|little less least|much more most|many more most`
