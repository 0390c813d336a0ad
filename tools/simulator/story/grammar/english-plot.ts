import { passages, type Tongue } from './tongue.ts'

export const englishPlot: Tongue['plot'] = {
  opening: passages(`
    Everyone in {home} knew {hero}, and almost nobody knew {them} well.
    {They} lived a short walk from {place}, in a room with one window and far too many maps.
    In the evenings {weather}, and {hero} listened as if someone were reading a letter aloud.
    Nothing had happened there for so long that people had stopped waiting for it.
    Then, {time}, something did.

    The trouble with {home}, {friend} liked to say, was that its best stories had already happened.
    {hero} never believed a word of it.
    {They} had spent {their} whole life between {place} and the edge of everything else, collecting questions.
    The largest of them was the {goal}, which every child could describe and no one had ever held.
    {Time}, the question came looking for {them}.

    {Time}, while {weather}, {hero} came home to {home} with a {thing} and no explanation.
    {friend} put the kettle on and waited, which was the surest way to hear the truth.
    It took two cups and most of the night.
    By morning they both knew about the {goal}, and neither of them could pretend otherwise.
    The {mood} light crept across the table, and {hero} began to pack.

    The story of the {goal} began, as arguments in {home} usually did, at {place}.
    {hero} said it was real, and {friend} said that wanting was not the same as proof.
    Around them {weather}, and the {stranger} in the corner stopped pretending not to listen.
    “It is real,” came a voice at last, “and somebody ought to fetch it before {foe} does.”
    The room went so quiet that {hero} could hear {their} own heart make up its mind.
  `),
  want: passages(`
    What {hero} wanted was simple to say and hard to reach: to find the {goal} and bring it back.
    {They} had promised as much to {their} grandmother, long ago, with {their} hand on a {thing}.
    A promise like that does not grow lighter with the years.
    {friend} knew it, and so {friend} did not argue when the bags appeared by the door.
    Instead there was bread, a blanket, and a {mood} silence that said everything.

    {hero} had never asked for much, but now {they} asked for the {goal}.
    Without it {home} would go on shrinking, a lamp at a time, until nobody remembered the way there.
    With it, perhaps, the windows would fill again.
    It was a thin sort of hope, and {hero} wrapped {their} coat around it.
    “I am coming too,” said {friend}, “because someone has to carry the sensible things.”

    There are wishes that shout and wishes that wait, and the {goal} was of the second kind.
    {hero} had carried it quietly through every ordinary day.
    Now the chance had come, and it would not come twice.
    {They} folded the old map so that only the way forward showed.
    {Time} they left {home} behind, with {friend} humming to keep the distance company.
  `),
  trouble: passages(`
    But {foe} had heard of the {goal} as well, and had started sooner.
    At {place} they found the first sign: a door left open and a lamp still warm.
    Someone had turned every drawer inside out and taken only the maps.
    {friend} counted what remained, then counted again, as if the number might change its mind.
    “We are late,” {hero} said, and it was the first time {they} had sounded afraid.

    Trouble came {time}, politely, and knocked.
    It was {foe}, with a smile like a locked gate and an offer that was not really an offer.
    “Turn around,” said the visitor, “and no one in {home} will ever need to know how far you came.”
    {hero} thought of every lit window {they} had left behind.
    Then {they} closed the door, very gently, and pushed the table against it.

    The way should have been easy after that, and it was not.
    First the bridge was gone, then the food, and then, for one bad hour, {friend}.
    {hero} searched {place} until {their} voice gave out.
    When they found each other again, neither mentioned the tears.
    Ahead of them {foe} was already counting the winnings.
  `),
  turn: passages(`
    It was {friend} who saw it first: they had been reading the map upside down.
    The {goal} had never been hidden at the end of the road at all.
    It had been hidden at the beginning, where nobody thinks to look.
    {hero} laughed until {they} had to sit down on the cold ground.
    Then they turned, and ran, and {weather} all the way.

    The answer came from the {stranger}, who had been waiting years for somebody to ask kindly.
    “You cannot take the {goal},” said the old voice, “but it may well follow you.”
    {hero} turned the words over like a {thing} found in the grass.
    Nobody had ever put it to {them} that way.
    By the time the sun came round again {they} had a plan, and it was a {mood} one.

    Then a small thing changed, as it does before all large ones.
    The {thing} in {their} pocket, useless until that hour, began to hum.
    {hero} held it up toward {place}, and the humming became a note, and the note became a direction.
    {friend} opened a mouth to object and closed it again.
    For the first time since {home}, they knew more than {foe} did.
  `),
  climax: passages(`
    They met {foe} at {place}, with nothing between them but the {goal} and a few steps of open floor.
    No one moved for the space of three breaths.
    Then {hero} did what nobody had planned for, {friend} least of all, and told the truth.
    {They} spoke of {home}, and of the dark windows, and of what the {goal} was really for.
    It is hard to fight someone who has put down everything worth fighting with.
    When the echo faded, {foe} was the one who stepped aside.

    The last door opened {time}, and there it was, smaller than any of the songs had claimed.
    {Foe} reached for it at the same moment {hero} did.
    There was a noise like a page torn out of the world.
    {friend} shouted something brave and unwise and threw the {thing} with all the luck of a lifetime.
    It struck home, the floor gave a long sigh, and the {goal} rolled to a stop against {their} boot.
    In the silence afterwards, {weather}.

    Everything came down to one narrow ledge, one rope, and one choice.
    On the one side hung the {goal}, and on the other hung {friend}.
    {hero} did not even stop to think, and that, said the {stranger} later, was the whole test.
    The rope held.
    So, to the surprise of everyone and of {foe} in particular, did the {goal}, which drifted down after them like a feather.
  `),
  ending: passages(`
    {hero} came back to {home} with dust on {their} sleeves and the {goal} under {their} arm.
    One after another the windows filled with {mood} light.
    {friend} told the story so often that the dangers grew and the walking shrank.
    As for {foe}, a postcard arrived the next spring, unsigned, and rather friendly.
    And on quiet nights, when {weather}, {hero} still sat by the window with a map, just in case.

    In the end the {goal} was set down at {place}, where anyone could see it and nobody could own it.
    {hero} had thought {they} would feel finished, and instead {they} felt begun.
    “What now?” asked {friend}, with both feet on the table.
    Outside {weather}, and the road lay there looking innocent.
    {hero} smiled, reached for {their} coat, and left the door open behind them.

    They still tell it in {home}, though nobody tells it quite the same way.
    Some say {hero} found the {goal}, and some say that it found {them}.
    {friend}, when asked, only shrugs and pours another cup.
    What is certain is that the lamps have burned there ever since.
    If you pass by at dusk, one of them is burning for you.
  `)
}
