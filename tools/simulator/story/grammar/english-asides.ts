import { lines, type Tongue } from './tongue.ts'

export const englishAsides: Tongue['asides'] = {
  neutral: lines(`
    The day went on, as days do, one small task after another.
    There was nothing remarkable about the hour except that they both remembered it later.
    They ate what there was and were glad of it.
    Somewhere a door closed, and somewhere else another one opened.
    It was enough, for the moment, to keep moving.
    The distance ahead looked much like the distance behind.
    {hero} made a note of it and put the pencil away.
    For once, the plan and the day agreed with each other.
    At {place} the clocks showed three different times, and all of them felt right.
  `),
  humorous: lines(`
    It was at this point that {friend} sat down on the only cake in the province.
    The {creature}, for its part, wished to make a formal complaint.
    {friend} claimed to have a system, and the system claimed no knowledge of {friend}.
    Dignity was attempted by everyone and achieved by the {creature}.
    There is no elegant way to fall into a barrel, though {friend} tried several.
    The {thing} chose that moment to play a small and inappropriate tune.
    “I meant to do that,” said {friend}, from somewhere underneath the furniture.
    {hero} had been given three rules for {place} and had already broken seven.
    In the official report the soup was described as an accomplice.
  `),
  dark: lines(`
    Nothing answered, and that was worse than any answer.
    The shadows at {place} had the patience of creditors.
    {hero} had learned by then that hope, too, leaves marks.
    A cold came off the {thing} that had nothing to do with the weather.
    Some doors are closed out of mercy, and this one had been opened.
    What the night took from {place}, it did not intend to give back.
    {friend} stopped counting the lights when the count began to go down.
    Behind every kindness that week stood somebody holding a bill.
    There was ash on the sill in the morning, in the shape of a hand.
  `),
  epic: lines(`
    And the hills themselves seemed to rise a little to see them pass.
    Songs would be made of lesser days than this one.
    Far above {place} the banners of the dawn were being unrolled.
    They were two against the weight of an age, and the age had begun to notice.
    No horn was blown for them, yet they walked as if to the sound of horns.
    So it was written afterwards in letters of gold, and for once the gold told the truth.
    The ground shook at {place}, and still {hero} did not turn back.
    Kings had knelt for less, and for more, and none had gone so far.
    Ten thousand nights had led to this one, and it held.
  `),
  romantic: lines(`
    {hero} noticed that {they} had begun to set out two cups without thinking.
    Their hands met over the {thing}, and neither of them hurried to let go.
    There are silences one would not trade for any music, and this was such a silence.
    Even {place} looked tender in that light, or perhaps it was only the company.
    {friend} said something ordinary, and {hero} kept it like a letter.
    The heart is a poor map-maker, but it always knows the way back.
    For a moment the whole wide evening seemed to lean in and listen.
    {They} learned the exact shape of {friend}’s laughter and carried it up the hill.
    Nothing had been promised, and yet everything had changed its colour.
  `),
  mysterious: lines(`
    On the sill lay a second {thing}, identical to the first, still wet.
    Nobody at {place} would say who had lit the upper window.
    The footprints led in, quite clearly, and there were none that led out.
    {hero} had the odd impression that the {creature} had been counting them.
    There was one chair too many at the table, and no one remembered bringing it.
    Whatever had made the sound, it made it again, a little closer and a little slower.
    The date on the paper was tomorrow’s.
    A bell rang three times at {place}, where there had never been a bell.
    If it was a coincidence, it was one with very good handwriting.
  `),
  dramatic: lines(`
    Now there was no way left but the one that frightened them.
    “Look at me,” said {friend}, “and tell me that you are not afraid.”
    The moment stretched, thin as glass, and {hero} heard it begin to crack.
    Everything {they} had refused to feel arrived at {place} all at once.
    One word would have stopped it, and nobody said the word.
    {hero} struck the table so hard that the {thing} jumped.
    It was too late for caution, and far too late for pride.
    Somewhere in {place} a glass fell, and it sounded like a verdict.
    {They} turned away so that no one would see what the answer had cost.
  `)
}

export const englishShorts = lines(`
  Silence.
  Nothing.
  They waited.
  Nobody spoke.
  The moment passed.
  Time slowed down.
  It was very quiet.
  {hero} nodded once.
  They did not look back.
  The night kept its counsel.
  {friend} almost smiled at that.
  A long minute went slowly by.
  {hero} took one more careful step.
`)

export const englishMoods: Readonly<Record<keyof Tongue['asides'], readonly string[]>> = {
  neutral: ['pale', 'steady', 'plain', 'clear', 'quiet'],
  humorous: ['ridiculous', 'cheerful', 'crooked', 'lopsided', 'jolly'],
  dark: ['bitter', 'hollow', 'blackened', 'joyless', 'cold'],
  epic: ['golden', 'mighty', 'blazing', 'deathless', 'proud'],
  romantic: ['tender', 'rosy', 'warm', 'soft', 'breathless'],
  mysterious: ['strange', 'silvery', 'veiled', 'secret', 'shifting'],
  dramatic: ['fierce', 'trembling', 'burning', 'stormy', 'desperate']
}
