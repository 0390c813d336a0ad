import { englishAsides, englishMoods, englishShorts } from './english-asides.ts'
import { englishPlot } from './english-plot.ts'
import { englishPools } from './english-pools.ts'
import { englishScenes } from './english-scenes.ts'
import { lines, words, type Figure, type Tongue } from './tongue.ts'

export const english: Tongue = {
  gap: ' ',
  plot: englishPlot,
  scenes: englishScenes,
  asides: englishAsides,
  shorts: englishShorts,
  titles: lines(`
    The {goal} of {home}
    {hero} and the {goal}
    What the {goal} Knew
    In Search of the {goal}
    The Road to {home}
    A Lamp in {home}
  `),
  summaries: lines(`
    {hero} and {friend} leave {home} to find the {goal} before {foe} does.
    A promise sends {hero} from {home} after the {goal}, with {foe} close behind.
  `),
  // The past tense and no "was" after the article: plural keywords fit as well.
  keywordAsNoun: lines(`
    It was the {k} that {hero} noticed first.
    Nobody had warned {them} about the {k}.
    For a long moment {hero} looked at the {k} and said nothing.
    “Whatever you do,” {friend} whispered, “do not forget the {k}.”
    Years later people would still ask about the {k}, and {hero} would only smile.
    Something about the {k} reminded {hero} of {home}.
    The way led them past the {k}, closer than either of them liked.
    In {their} notebook {hero} wrote one line about the {k} and underlined it twice.
    {friend} laughed at the {k}, and then stopped laughing.
    And there, where no one had thought to look, waited the {k}.
    The old songs had mentioned the {k}, though never as clearly as this.
    Without the {k}, {friend} admitted, they would have turned back long ago.
    {hero} thought of the {k} and found that {they} had stopped being afraid.
    Everything in {home} seemed to begin and end with the {k}.
  `),
  keywordAsPhrase: lines(`
    Above the door someone had written {k} in careful white letters.
    {hero} had heard of {k}, of course, but only in whispers.
    “It all comes back to {k} in the end,” said {friend}.
    A good part of that night was spent talking about {k} and what it might mean.
    Of all that {hero} carried in memory, {k} weighed the least and mattered the most.
    “Tell me about {k} once more,” {friend} said, and {hero} did.
    Under the lamp the word {k} shone as if freshly inked.
    Not even {k} could have surprised {them} more.
    The name on everyone’s lips that evening was {k} and no other.
    {friend} had never seen the point of {k} until that hour.
    Somebody had left a note about {k} under the door.
    There was a whole drawer in {home} labelled {k} and nothing else.
  `),
  keywordsAsList: lines(`
    There was talk that evening of {k}, and of how it all belonged together.
    {hero} had learned to keep an eye on {k} and on whatever came of them.
    The whole tale, {friend} used to say, hung on {k} and a little luck.
    Behind it all stood {k}, as {hero} had guessed.
  `),
  listAnd: ' and ',
  listComma: ', ',
  isPlainNoun: keyword =>
    /^(?!(?:the|an?|my|his|her|our|your|their) )\p{Ll}[\p{Ll} -]*$/u.test(keyword),
  figures: [
    ...figures('Mira; Elowen; Tamsin; Ines; Juno; Sabela; Odile; Wren', 'she', 'her', 'her'),
    ...figures('Tobias; Corin; Idris; Leander; Oskar; Rafi; Emrys; Jonah', 'he', 'him', 'his')
  ],
  pools: (family, tone) => ({ ...englishPools[family], mood: englishMoods[tone] })
}

function figures(names: string, they: string, them: string, their: string): readonly Figure[] {
  return words(names).map(name => ({ name, they, them, their }))
}
