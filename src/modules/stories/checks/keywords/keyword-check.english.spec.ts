import { usedAndMissing } from './keywords.fixture.ts'

/** Keyword | sentence | whether it is used (+) or not (-). ¶ is a line break. */
const corpus = `
fox | The fox slept. | +
fox | THE FOX SLEPT. | +
Fox | a quick fox | +
fox | Two foxes slept. | +
foxes | One fox slept. | +
fox | The fox's den was warm. | +
fox | The foxes’ den was warm. | +
fox | The fox’s den was warm. | +
fox's | a fox in the snow | +
foxes' | the foxes in the snow | +
fox | A foxglove grew there. | -
fox | The firefox logo shone. | -
fox | A fox-like shadow | +
fox | “Fox!” he cried. | +
fox | fox—the last one | +
fox | A paradox | -
cat | The category was wrong. | -
cat | The cats purred. | +
cat | A concatenation | -
cat | scattered leaves | -
art | The party was over. | -
art | Her art hung there. | +
art | Arts and crafts | +
art | She started | -
car | He was caring. | -
car | He cared. | -
care | He was caring. | +
care | Who cares? | +
car | The cars stopped. | +
plan | He was planing the board. | -
plane | He was planing the board. | +
plan | They were planning it. | +
plan | They planned it. | +
planning | It was all in the plan. | +
planning | The plane took off. | -
hope | He was hoping for rain. | +
hop | He was hoping for rain. | -
hop | The rabbit was hopping. | +
hope | The rabbit hopped. | -
star | He was staring. | -
stare | He was staring. | +
star | A starry night | -
star | The stars came out. | +
new | The news was bad. | -
news | A new day | -
news | The news was bad. | +
wick | The wicked witch | -
wicked | The wick burned down. | -
wicked | The wicked witch | +
even | That evening it rained. | -
evening | Even he knew. | -
evening | Evenings were long. | +
ear | Her earring shone. | -
ear | A ring in both ears | +
doe | She does not know. | -
doe | The does grazed. | -
doe | A doe grazed. | +
do | She does not know. | +
her | A red herring | -
string | The strings broke. | +
str | The string broke. | -
king | The kings met. | +
k | The king laughed. | -
ring | The ringing stopped. | +
ring | He wore two rings. | +
red | Red roses | +
red | He was bored. | -
seed | See the bird. | -
see | A seed fell. | -
see | He saw it. | +
see | It was never seen. | +
saw | See the bird. | -
saw | The saws were sharp. | +
princess | The princes rode out. | -
prince | The princess laughed. | -
prince | The princes rode out. | +
princess | Two princesses laughed. | +
rug | A rugged coast | -
rug | The rugs were old. | +
crook | A crooked house | -
some | something stirred | -
thing | something stirred | -
morn | The morning came. | -
morning | The mornings were cold. | +
build | The building stood empty. | +
build | They built a house. | +
building | They build a house. | +
mouse | Three mice ran. | +
mice | A mouse ran. | +
mouse | The mousetrap snapped. | -
run | She ran home. | +
running | She ran home. | +
run | She was running. | +
run | He runs. | +
ran | They run. | +
run | A rung was missing. | -
rang | ranging over the hills | -
ranging | The bell rang. | -
ring | The bell rang. | +
child | The children sang. | +
children | A child sang. | +
child | A childish thought | -
leaf | The leaves turned. | +
leaves | She left the house. | -
leaves | A single leaf fell. | +
leave | She left the house. | -
leave | She turned left. | -
see | Seeing is believing. | +
do | What are you doing? | +
lens | Cut to the len. | -
leave | She was leaving. | +
leaf | She was leaving. | -
life | Nine lives | +
live | Nine lives | +
life | He lived there. | -
wolf | The wolves howled. | +
wolves | A wolf howled. | +
wolf | The werewolf howled. | -
knife | The knives were sharp. | +
cafe | The caves were dark. | -
café | Two cafés were open. | +
café | The cafe was open. | -
foot | His feet hurt. | +
foot | He lost his footing. | -
tooth | Her teeth shone. | +
woman | Two women spoke. | +
man | Two men spoke. | +
man | They manned the ship. | -
fisherman | The fishermen sailed. | +
Oman | A bad omen | -
goose | The geese flew. | +
hero | The heroes returned. | +
potato | the potatoes boiled | +
piano | two pianos stood there | +
city | The cities fell. | +
cities | The city fell. | +
carry | He carried her. | +
carrying | He carried her. | +
day | The days grew short. | +
die | He was dying. | +
dice | He died. | -
die | The dice fell. | -
lie | She was lying. | +
lion | She was lying. | -
bus | The buses came. | +
glass | He put on his glasses. | +
gas | The gases rose. | +
box | The boxes fell. | +
church | Many churches | +
stomach | Their stomachs hurt. | +
quiz | Two quizzes | +
stop | He stopped. | +
stopping | The last stop | +
visit | He visited her. | +
travel | They travelled far. | +
travel | They traveled far. | +
panic | They panicked. | +
play | They played. | +
agree | They agreed. | +
free | They freed him. | +
fee | Feed the dog. | -
unit | They were united. | -
unite | They were united. | +
human | It was humane. | -
severe | He severed the rope. | -
lung | He lunged at her. | -
lap | Time lapsed. | -
laps | Time lapsed. | -
plea | It pleased him. | -
teas | He teased her. | -
past | He pasted it. | -
desert | A deserted street | -
arm | Armed guards stood there. | -
arm | Her arms hurt. | +
ship | The friendship grew. | -
dragon | The dragonfly rested. | -
dragon | The dragons slept. | +
light | The lights went out. | +
light | She lit a candle. | +
light | The lightning struck. | -
duck | He ducked. | -
duck | The ducks swam. | +
pants | He panted. | -
watch | He watched her. | +
write | It was written. | +
swim | He swam. | +
sing | She sang. | +
singe | She was singing. | -
cloth | Her clothing was wet. | -
lead | The LED blinked. | +
LED | He was leading. | -
can | He can't swim. | -
won | She won't go. | -
shell | She'll come. | -
don | They don't know. | -
don't | They don’t know. | +
let | Let's go. | +
old house | The old house creaked. | +
old house | Old houses creaked. | +
old house | The old¶ house creaked. | +
old house | He was old. House after house | -
old house | old, house | -
old house | He was old.¶¶House | -
old house | The house was old. | -
old house | the cold house | -
magic sword | two magic swords | +
run away | She ran away. | +
run away | He was running away. | +
run away | Run! Away! | -
well-known | a well known man | +
well known | a well-known man | +
well-known | a well‑known man | +
well known | well - known | -
well known | well--known | -
once upon a time | Once upon a time there was | +
time machine | time-machines | +
C++ | He wrote C++ all day. | +
C++ | He wrote C all day. | -
C++ | the C++, of course | +
C++ | C++17 | -
C+ | He wrote C++ all day. | -
C | He wrote C++ all day. | -
C | He wrote C# all day. | -
C | He wrote C all day. | +
C# | He wrote c# all day. | +
.NET | He wrote .NET code. | +
.NET | He wrote ASP.NET code. | -
R2-D2 | “R2-D2!” | +
R2-D2 | R2 D2 | +
R2-D2 | R2-D22 | -
🦊 | the 🦊 slept | +
🦊 | fox🦊fox | +
🦊 | the 🐺 slept | -
❤️ | with ❤ | +
👩 | 👩‍🚀 flew | -
👩🚀 | 👩‍🚀 flew | +
🇺🇸 | the 🇺🇸 flag | +
🇸🇩 | 🇺🇸🇩🇪 | -
#1 | He was #1. | +
#1 | He was #10. | -
#1 | He was #1,000. | -
100% | It was 100% true. | +
3,000 | It cost 3,000.5 crowns. | -
3,000 | It cost 3,000 crowns. | +
3 | It cost 3,000 crowns. | -
1984 | It was 1984. | +
1984 | the 1984s | -
U.S. | in the U.S. army | +
U.S. | the USS. | -
Mr. Fox | Mr. Fox came. | +
Mr. Fox | Mr. Foxworth came. | -
Mr Fox | Mr. Fox came. | +
rock 'n' roll | Rock ’n’ roll! | +
Hello, world | "Hello, world" he said. | +
snake_case | in snake_case here | +
snake | in snake_case here | -
fox | _fox_ here | +
naïve | He was naïve. | +
naïve | He was naive. | -
Straße | in the Strasse | +
résumé | RÉSUMÉ | +
ﬁre | The fire burned. | +
fire | the ｆｉｒｅ | +
İstanbul | istanbul by night | +
Zoë | Zoë laughed. | +
O'Brien | O’Brien came. | +
Brien | O’Brien came. | -
jack-o'-lantern | a jack-o’-lantern | +
the | a man | -
ox | the oxen pulled | +
ox | two boxes | -
it | its tail | -
is | this way | -
us | the bus came | -
Dr. Owl | Then Dr Owl sighed. | +
Dr Owl | He met the dr. Owl hooted. | +
ship captain | the ships' captain | +
fish'n'chips | They ate fish 'n' chips. | +
fish 'n' chips | They ate fish'n'chips. | +
cooperate | They co-operate. | +
resign | They re-sign it. | -
moonlight | the light of the moon | -
moon light | by moonlight | +
fire flies | two fireflies | +
every day | an everyday thing | -
U.K. | from the UK | +
U.S. | They saw us. | -
U.S. | from the US | +
👋 | a 👋🏿 | +
👋🏿 | a 👋 | -
25000 | 25,000 stars | +
25000 | 25,0001 stars | -
25,000 | 25000 stars | +
Chloe | Chloë smiled. | +
resume | her résumé | -
! | Stop! | +
&& | Stop! | -
`

const rows = corpus
  .trim()
  .split('\n')
  .map(row => row.split(' | ').map(cell => cell.replaceAll('¶', '\n')))

describe('A keyword in English', () => {
  it.each(rows.filter(([, , sign]) => sign === '+'))('%j is used in %j', (keyword, text) => {
    expect(usedAndMissing([keyword ?? ''], text ?? '', 'en-GB')).toEqual({
      used: [keyword],
      missing: []
    })
  })

  it.each(rows.filter(([, , sign]) => sign === '-'))('%j is not used in %j', (keyword, text) => {
    expect(usedAndMissing([keyword ?? ''], text ?? '', 'en')).toEqual({
      used: [],
      missing: [keyword]
    })
  })

  it('has a corpus in which each row is either a match or a mismatch', () => {
    expect(rows.filter(([, , sign]) => sign === '+' || sign === '-')).toHaveLength(rows.length)
    expect(rows.length).toBeGreaterThan(250)
  })
})
