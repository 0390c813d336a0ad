import { passages, type Passage } from './tongue.ts'

export const englishScenes: readonly Passage[] = passages(`
  At {place} they met a tired {stranger}, who would take no money and asked for a story instead.
  {hero} told the one about the {thing}, leaving out the embarrassing middle.
  The {stranger} laughed in all the right places and in one of the wrong ones.
  “Go by way of {place2},” was the advice they got in return, “and do not trust the shortcut.”
  Naturally, {friend} wanted to see the shortcut.

  {Time} {weather}, and they took shelter in {place}.
  It smelled of old paper and of somebody else’s supper.
  {friend} found a {thing} behind a loose board and wiped it clean with a sleeve.
  Neither of them could say what it was for, which made it hard to leave behind.
  They took turns keeping watch, and both of them slept through their turn.

  The way to {place} was longer than the map admitted.
  {hero} counted steps, then fences, then reasons to go home.
  A {creature} went ahead of them for a while, looking back now and then as if to check the pace.
  When it vanished, {they} found {they} missed it.
  “That is how it starts,” said {friend}, “first you miss a {creature}, and then you write poems.”

  Somewhere beyond {place}, {friend} began to sing, badly and on purpose.
  {hero} held out for nearly a mile before joining in.
  It is difficult to be frightened and in the middle of a chorus at once.
  Even the {creature} on the wall seemed to keep time with its tail.
  The song had eleven verses, and they invented four more.

  A kind {stranger} let them warm their hands at {place}.
  On the shelf above the fire stood a {thing}, turned to face the wall.
  “It remembers things,” the {stranger} explained, “and it is not always polite about them.”
  {hero} asked it nothing, but {they} thought the question very loudly.
  On the way out {they} could have sworn that it had answered.

  At {place} there was a toll to pay, and the toll was a secret.
  {friend} paid at once, with a blush that lasted until {place2}.
  {hero} took longer, turning out one pocket of {their} heart after another.
  In the end {they} whispered something about a {thing} and a summer long ago.
  The gate swung open so quickly that it seemed almost ashamed.

  They quarrelled {time}, over nothing, the way tired people do.
  {friend} walked on one side of the way and {hero} on the other.
  Between them went a {creature}, which appeared to find both of them unreasonable.
  By the time {place} came in sight, {hero} had composed a splendid apology.
  {friend} got there first with a shorter one and half a sandwich.

  The people of {place} had a custom that {hero} never forgot.
  Whoever arrived was handed a {thing} and asked to leave it better than they found it.
  {friend} polished, and {hero} mended, and the afternoon slipped through their fingers.
  When they set out again, a {stranger} ran after them with warm bread.
  “You left it better,” was all the explanation they were given.

  That night {weather}, and sleep would not come.
  {hero} lay awake at the edge of {place} and drew the {goal} in the dark with one finger.
  Every time the picture came out a little different.
  “Perhaps nobody is meant to know,” murmured {friend}, who had not been asleep either.
  After that the dark seemed less like a wall and more like a curtain.

  {hero} had once been told never to speak to a {stranger} at {place}, and so {they} had always wanted to.
  This one was mending a {thing} with great patience and very small tools.
  “Hold this,” came the order, and {hero} held it.
  They worked without talking until the light went {mood} at the edges.
  It was, {they} thought afterwards, the best conversation of the whole journey.

  News travelled faster than they did.
  At {place} a {stranger} already knew their names, and had most of the facts wrong.
  According to the rumours {friend} was nine feet tall and {hero} could talk to a {creature}.
  They saw no reason to correct it.
  A little legend, {friend} remarked, keeps the rain off better than a hat.

  Behind {place} lay a garden that no one had tended in years, and it had done very well without help.
  A {creature} watched them from the highest branch, pretending to be a leaf.
  {hero} sat down among the weeds and took off {their} shoes.
  For as long as it takes to eat an apple, {they} wanted nothing at all.
  Then {weather}, and wanting came back, and so did the shoes.

  The {stranger} at {place} owned a clock that ran only when it was looked at.
  {friend} stared it down for most of an hour, to be helpful.
  Meanwhile {hero} went through the ledgers, line by faded line, hunting for any mention of the {goal}.
  There was exactly one, in the margin, beside the drawing of a {thing}.
  Whoever had made it had pressed so hard that the pen had gone through.

  They crossed {place} at a run, because {foe} had people there and the people had good eyes.
  {hero} lost a button, {friend} lost a hat, and both lost count of the stairs.
  A {creature} scattered before them with a sound like torn cloth.
  Only at {place2} did they dare to breathe again.
  “We should do that more slowly next time,” {friend} gasped, “or never.”

  There was a letter waiting at {place}, addressed to {hero} in handwriting {they} did not know.
  It held a pressed flower, a ticket, and three lines about the {goal}.
  The first line was a warning and the second was a joke.
  The third, which {they} read again and again, was simply {their} own name.
  {friend} sniffed the paper and said it had been written at {place2}.

  {Time}, {hero} taught {friend} how to read the sky above {place}.
  It was mostly a matter of patience and of not looking where everyone else looked.
  In return {friend} explained the right way to fold a shirt.
  Both lessons turned out to be useful before the week was over.
  Neither of the pupils would ever admit it.

  A wedding was in full swing at {place}, and nobody minded two guests more.
  {friend} danced with the {stranger}, the cook, and briefly with a {creature}.
  {hero} was handed a {thing} and told to hold it until somebody asked for it.
  Nobody ever did.
  {They} carried it out under the {mood} lanterns and found that it fitted {their} hand exactly.

  {Place} had been beautiful once, and had not quite stopped.
  Paint peeled from the doors in long bright curls, and under it were older colours, and under those a name.
  {hero} traced the letters with a thumb and felt them tremble.
  It was the name of the first person who had ever gone looking for the {goal}.
  “So they came this far,” {friend} said softly, and neither of them said the rest.

  They shared a fire with a quiet {stranger} on the far side of {place}.
  All three of them cooked, and the result was nobody’s fault.
  Later, when {weather}, the talk turned to lost things and how one learns to stop counting them.
  “I never learned,” said the {stranger}, and held up a {thing} as proof.
  {hero} slept with the map under {their} head and dreamed of doors.

  The bridge to {place} would bear only one of them at a time.
  {hero} went first, testing each plank with {their} heel and saying each plank’s number aloud.
  At forty there was a gap, and below the gap there was a great deal of nothing.
  {friend} crossed with both eyes shut, talking about soup.
  On the other side they found that their knees had opinions of their own.

  It was {friend} who fell ill, {time}, in the worst possible spot between {place} and {place2}.
  {hero} fetched water, and then more water, and then the only {stranger} for miles.
  “Rest,” came the verdict, “and something to look forward to.”
  So {hero} described the {goal}, hour after hour, in every colour {they} could think of.
  On the third day {friend} sat up and complained about the description.

  In the market by {place} one could buy anything, provided one did not need it.
  {friend} haggled for a {thing} and was delighted to be cheated only a little.
  A {stranger} offered {hero} a map of places that had not happened yet.
  {They} looked for {home} on it and found a smudge, {mood} and very small.
  The price was too high, but {they} remembered that smudge for the rest of {their} days.

  At the edge of {place} stood a row of empty chairs facing nothing in particular.
  “For the ones who are still on their way,” the {stranger} said, and dusted each of them in turn.
  {hero} wanted to ask how long they had been waiting there.
  A {creature} had made its nest on the last one, so perhaps that was the answer.
  They moved on quietly, the way one leaves a room where someone is asleep.

  {friend} kept a list of everything that had gone wrong, and read it aloud at {place} to raise their spirits.
  Number six was the {creature}, number seven was the weather, and number eight was number six again.
  {hero} laughed so hard that a {stranger} came over to ask what they were celebrating.
  “Being here,” {they} said, and was surprised to find that it was true.
  The list was never finished, because the last page went to light the fire.

  Something had followed them from {place}, keeping just outside the {mood} edge of the light.
  {hero} left out bread for it, and in the morning the bread was gone.
  In its place lay a {thing}, set down with evident care.
  “Either we have made a friend,” said {friend}, “or we have been paid to go away.”
  All that day they walked a little straighter.

  {hero} climbed to the roof of {place} to see how much of the world was left.
  There was more of it than {they} had feared and less of it than {they} had hoped.
  Far off, where {home} should have been, a single light went on.
  {They} watched until {friend} called from below, and then {they} watched a little longer.
  Coming down again was harder than going up, as it usually is.

  The archives at {place} were kept by a stern {stranger} and a {creature} of uncertain temper.
  Silence was the rule there, so {friend} communicated entirely by eyebrow.
  Between two histories of {place2}, {hero} found a page that someone had folded in the shape of a {thing}.
  Unfolded, it showed a door; held to the light, it showed what lay behind the door.
  {They} put it back exactly as it had been, having learned it by heart.

  A child at {place} asked {hero} whether heroes ever got blisters.
  {They} took off {their} left boot and settled the matter.
  The child inspected the evidence with great seriousness and offered a {thing} as treatment.
  It helped, though nobody could have said why.
  {friend} declared it the finest hospital between there and {place2}.
`)
