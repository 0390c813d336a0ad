import { words, type Family, type Pools } from './tongue.ts'

const times = words(
  `on the first cold morning; an hour before dawn; late one evening; at the turn of the season;
   on a day like any other; long after the lamps were out; just before noon; on the third day;
   in the blue hour after sunset; when the bells had fallen silent`
)

const earthlyWeather = words(
  `rain drummed on the roofs; a dry wind came up from the south; the mist lay knee-deep in the lanes;
   snow fell without a sound; the stars stood close enough to touch; thunder grumbled behind the hills;
   the last warm light ran down the walls`
)

const earthlyCreatures = words(
  'one-eyed cat; heron; grey donkey; magpie; fox cub; barn owl; three-legged dog; hedgehog'
)

function pools(entries: {
  home: string
  place: string
  goal: string
  foe: string
  stranger: string
  thing: string
  creature?: readonly string[]
  weather?: readonly string[]
}): Pools {
  return {
    home: words(entries.home),
    place: words(entries.place),
    goal: words(entries.goal),
    foe: words(entries.foe),
    stranger: words(entries.stranger),
    thing: words(entries.thing),
    creature: entries.creature ?? earthlyCreatures,
    weather: entries.weather ?? earthlyWeather,
    time: times
  }
}

export const englishPools: Readonly<Record<Family, Pools>> = {
  fantasy: pools({
    home: 'Harrowmere; Eldenwick; Thornhollow; Velmora',
    place: `the moss-grown watchtower; the drowned library; the bridge of whispers; the rowan gate;
            the witch’s orchard; the hall of antlers; the ford at Silverwater; the sleeping quarry`,
    goal: 'Silver Bell; Ember Crown; Moonglass Key; Last Rune',
    foe: 'the Tallow Queen; Lord Ashgrave; the Hollow Knight',
    stranger: 'ferryman; hedge witch; runaway squire; beekeeper; bard; charcoal burner',
    thing:
      'brass key; wooden flute; cracked lantern; dragon scale; spool of red thread; rune stone',
    creature: words('barn owl; white hare; small green dragon; raven; silver fox; stag; moon moth')
  }),
  'science-fiction': pools({
    home: 'Kestrel Station; Port Meridian; Halcyon Dock; Cinder Base',
    place: `the quiet observation deck; the flooded reactor hall; docking ring nine; the seed vault;
            the old relay dish; the crew garden; the ice mine; the archive of lost signals`,
    goal: 'Star Chart; First Signal; Quantum Compass; Sleeping Engine',
    foe: 'Director Voss; the Meridian Company; the machine called Warden',
    stranger: 'salvage pilot; retired navigator; repair technician; cargo clerk; medic; ice miner',
    thing: 'pocket beacon; cracked visor; data wafer; copper coil; pilot’s badge; music cube',
    creature: words('repair drone; ship’s cat; six-wheeled rover; glass beetle; gardening robot'),
    weather: words(
      `the hull ticked as it cooled; a meteor shower scratched the dark with light;
       the air scrubbers hummed an old tune; the rings glittered past the viewport;
       dust hissed against the outer doors; two small moons rose one behind the other`
    )
  }),
  mystery: pools({
    home: 'Gresham Row; Blackfen; Saint Aldous; Larkspur Lane',
    place: `the shuttered bookshop; platform four; the boathouse; the judge’s library;
            the greenhouse; the room above the bakery; the clock repair shop; the cold pantry`,
    goal: 'Missing Ledger; Marlowe Ring; Torn Photograph; Seventh Letter',
    foe: 'Inspector Crale; the man in the grey gloves; the widow Pym',
    stranger: 'night porter; locksmith; choirmaster; retired judge; florist; postman',
    thing: 'burnt match; theatre ticket; left glove; pawn slip; magnifying glass; silver thimble'
  }),
  horror: pools({
    home: 'Gallow’s End; Wither Hill; Murnau House; Saltgrave',
    place: `the cellar with no stairs; the north wing; the drained pool; the chapel in the reeds;
            the nursery; the salt marsh; the corridor of portraits; the well`,
    goal: 'Black Candle; Thirteenth Mirror; Music Box; Drowned Bell',
    foe: 'the Pale Tenant; Mother Wick; the thing behind the wallpaper',
    stranger: 'gravedigger; night nurse; lodger; blind organist; caretaker; census taker',
    thing: 'porcelain doll; rusted key; child’s shoe; stopped watch; lock of hair; broken lamp',
    creature: words('black moth; hairless cat; crow; pale hound; bat; rat with a human look'),
    weather: words(
      `the wind tried every window in turn; fog pressed its face to the glass;
       something dripped behind the walls; the moon hid and did not come back;
       the rain fell upward for a moment; the cold crept in on all fours`
    )
  }),
  romance: pools({
    home: 'Amberley; Villa Rosa; Port Clement; Lindenau',
    place: `the rose pergola; the little ferry; the bandstand; the café by the canal;
            the old dance hall; the vineyard steps; the rooftop garden; the harbour wall`,
    goal: 'Unsent Letter; Lost Waltz; Garnet Locket; Summer Promise',
    foe: 'the charming Mr Devane; Aunt Honoria; Countess Belmonte',
    stranger: 'violin teacher; florist; ferry captain; seamstress; street painter; matchmaker',
    thing: 'silk ribbon; dance card; pressed violet; paper fan; pearl button; borrowed umbrella'
  }),
  adventure: pools({
    home: 'Port Gannet; Brasshaven; Camp Corrigan; Last Anchor',
    place: `the rope bridge; the temple of nine doors; the shipwreck beach; the canyon mouth;
            the smugglers’ cave; the jungle airstrip; the pass of knives; the floating market`,
    goal: 'Jade Compass; Sunken Idol; Captain’s Map; Ivory Astrolabe',
    foe: 'Captain Scarne; the Vulture of Brasshaven; Doctor Malvern',
    stranger: 'mule driver; pearl diver; deserter; radio operator; river pilot; ship’s cook',
    thing: 'coil of rope; bent spyglass; flare pistol; gold tooth; tin whistle; machete',
    creature: words('green parrot; capuchin monkey; pack mule; leopard; sea turtle; lizard')
  }),
  'fairy-tale': pools({
    home: 'Gingerhill; Plumford; Nettlewood; Little Thistle',
    place: `the crooked mill; the glass hill; the well at the end of the world; the wolf’s kitchen;
            the princess’s tower; the gingerbread gate; the talking brook; the forest of spoons`,
    goal: 'Golden Acorn; Singing Rose; Seventh Slipper; Sugar Crown',
    foe: 'the Winter Stepmother; the Giant of Three Hills; Old Rumblebone',
    stranger: 'miller; goose girl; tinker; seventh son; tailor; cobbler',
    thing: 'magic bean; silver thimble; wishing spoon; patched cloak; walnut shell; glass slipper',
    creature: words(
      'talking goose; polite wolf; frog in a waistcoat; hedgehog; white mare; ant king'
    )
  }),
  historical: pools({
    home: 'Bruges; Salamanca; York; Ravenna',
    place: `the wool market; the printer’s workshop; the city gate; the monastery kitchen;
            the harbour of the guilds; the assembly rooms; the old Roman road; the counting house`,
    goal: 'King’s Seal; Lost Charter; Painted Psalter; Ambassador’s Cipher',
    foe: 'the Bishop’s steward; Lord Harcourt; the Master of the Guild',
    stranger: 'wool merchant; printer’s devil; pilgrim; court painter; apothecary; drummer boy',
    thing: 'goose quill; wax seal; pewter cup; letter of passage; silver penny; rosary'
  }),
  generic: pools({
    home: 'Fairbridge; Millbrook; Port Alder; Summerfield',
    place: `the old station; the lighthouse; the corner bakery; the allotment gardens;
            the empty theatre; the river steps; the night bus depot; the museum of small things`,
    goal: 'Blue Notebook; Lighthouse Key; Last Recipe; Paper Boat',
    foe: 'Mr Grindle; the committee; the woman from the bank',
    stranger: 'baker; bus driver; lighthouse keeper; piano tuner; gardener; watchmaker',
    thing: 'tin box; postcard; pocket torch; chipped teacup; red umbrella; pencil stub'
  })
}
