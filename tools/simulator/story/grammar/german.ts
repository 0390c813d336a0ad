import { lines, passages, words, type Tongue } from './tongue.ts'

const pools = {
  home: words('Lindenau; Moorbach; Sternfelde; Altenhain'),
  place: words(
    `am alten Bahnhof; bei der Mühle; im Turmzimmer; an der Brücke; im Rosengarten; auf dem Markt;
     am Leuchtturm; in der Bibliothek; unter der großen Linde; im verlassenen Theater`
  ),
  goal: words('Silberglocke; Sternkarte; Rosenuhr; Windharfe'),
  foe: words('Herr Grimm; der Rabengraf; Frau von Stahl'),
  stranger: words('Fährmann; Uhrmacher; Gärtner; Bäcker; Geiger; Nachtwächter'),
  thing: words('Schlüssel; Brief; Knopf aus Messing; Kompass; Kieselstein; Taschenspiegel'),
  creature: words('Eule; Katze; Elster; Füchsin; Krähe; Hündin'),
  weather: words(
    `trommelte der Regen auf die Dächer; lag Nebel in den Gassen; fiel lautlos der Schnee;
     standen die Sterne sehr nah; wehte ein warmer Wind; grollte fern der Donner`
  ),
  time: words(
    `an einem kalten Morgen; kurz vor Sonnenaufgang; spät am Abend; am dritten Tag;
     in der blauen Stunde; am Ende der Woche; gegen Mittag`
  )
}

export const german: Tongue = {
  gap: ' ',
  plot: {
    opening: passages(`
      In {home} kannte jeder {hero}, und doch wusste kaum jemand etwas über sie.
      Abends saß sie {place} und zeichnete Karten von Orten, die sie nie gesehen hatte.
      Meistens {weather}, und niemand störte sie dabei.
      {Time} änderte sich das.

      Die Geschichte der {goal} begann {place}, wie so vieles in {home}.
      {hero} behauptete, es gebe sie wirklich, und {friend} lachte nur.
      Draußen {weather}, und drinnen wurde es plötzlich still.
      „Dann such sie doch“, sagte jemand, und damit war es beschlossen.
    `),
    want: passages(`
      {hero} wollte nur eines: die {goal} finden und nach Hause bringen.
      Sie hatte es ihrer Großmutter versprochen, und Versprechen werden mit den Jahren nicht leichter.
      {friend} packte Brot ein, eine Decke und einen sehr alten {thing}.
      {Time} brachen sie auf.

      Ohne die {goal} würde {home} weiter verblassen, Fenster um Fenster.
      Das wusste {hero}, und deshalb schlief sie schlecht.
      „Ich komme mit“, sagte {friend}, „einer muss ja an die vernünftigen Dinge denken.“
    `),
    trouble: passages(`
      Doch auch {foe} hatte von der {goal} gehört und war früher losgegangen.
      Die erste Spur fanden sie {place}: eine offene Tür und eine Lampe, die noch warm war.
      Alle Karten waren fort.
      „Wir kommen zu spät“, sagte {hero}, und zum ersten Mal klang sie ängstlich.

      Der Ärger kam {time} und klopfte höflich an.
      Es war {foe}, mit einem Lächeln wie ein verschlossenes Tor.
      {hero} dachte an die hellen Fenster von {home} und schob den Tisch vor die Tür.
    `),
    turn: passages(`
      Da bemerkte {friend}, dass sie die Karte verkehrt herum gehalten hatten.
      Die {goal} lag gar nicht am Ende des Weges, sondern an seinem Anfang.
      {hero} lachte, bis sie sich setzen musste.
      Dann kehrten sie um und rannten.

      Die Antwort wusste ein {stranger}, den noch nie jemand freundlich gefragt hatte.
      „Nehmen kann man die {goal} nicht“, sagte er, „aber vielleicht kommt sie von selbst mit.“
      {hero} drehte den Satz hin und her wie einen Stein vom Fluss.
    `),
    climax: passages(`
      Sie trafen {foe} {place}, und zwischen ihnen lag nur noch die {goal}.
      Drei Atemzüge lang rührte sich niemand.
      Dann sagte {hero} einfach die Wahrheit, und damit hatte keiner gerechnet.
      Wer nichts mehr festhält, dem kann man schlecht etwas entreißen.

      Alles hing nun an einem Seil und an einer einzigen Entscheidung.
      Auf der einen Seite lag die {goal}, auf der anderen hing {friend}.
      {hero} überlegte keinen Augenblick, und genau das war die Prüfung gewesen.
      Das Seil hielt.
    `),
    ending: passages(`
      {hero} kam mit staubigen Ärmeln und der {goal} unter dem Arm nach {home} zurück.
      Ein Fenster nach dem anderen wurde hell.
      {friend} erzählte alles so oft, dass die Gefahren wuchsen und die Wege kürzer wurden.
      Und wenn es Abend wird, sitzt sie noch immer {place} und zeichnet weiter.

      Am Ende stand die {goal} dort, wo jeder sie sehen und keiner sie besitzen konnte.
      „Und jetzt?“ fragte {friend}.
      {hero} griff nach ihrem Mantel und ließ die Tür hinter sich offen.
    `)
  },
  scenes: passages(`
    Unterwegs begegnete ihnen {place} ein müder {stranger}, der statt Geld eine Geschichte verlangte.
    {hero} erzählte ihm die von dem Tag, an dem {place2} die Uhren stehen blieben.
    Er lachte an allen richtigen Stellen und an einer falschen.
    Zum Abschied schenkte er ihnen einen {thing}.

    {Time} {weather}, und sie suchten {place} Schutz.
    Dort roch es nach altem Papier und nach fremdem Abendbrot.
    Hinter einem losen Brett fand {friend} einen {thing} und rieb ihn am Ärmel blank.
    Keiner wusste, wozu er gut war, und gerade darum nahmen sie ihn mit.

    Eine {creature} lief ihnen voraus und sah sich manchmal um.
    Als sie {place} verschwand, vermisste {hero} sie sofort.
    „So fängt es an“, sagte {friend}, „erst fehlt dir eine {creature}, und dann schreibst du Gedichte.“

    Sie stritten sich {time}, wie müde Menschen sich eben streiten.
    Bis sie {place2} ankamen, hatte {hero} eine großartige Entschuldigung ersonnen.
    {friend} war schneller, mit einer kürzeren und einem halben Apfel.

    Ein freundlicher {stranger} ließ sie {place} die Hände wärmen.
    Auf dem Regal lag ein {thing}, sorgsam in ein Tuch gewickelt.
    „Der merkt sich alles“, erklärte er leise.
    In jener Nacht {weather}, und niemand wollte schlafen.

    Die Nachricht war schneller gewesen als sie: Ein {stranger} kannte {place} schon ihre Namen.
    Nach seinem Bericht war {friend} ein Riese, und {hero} sprach mit einer {creature}.
    Sie sahen keinen Grund, ihn zu verbessern.

    {hero} fand {place} einen Brief, der an sie gerichtet war.
    Die erste Zeile warnte, die zweite scherzte, und in der dritten stand nur ihr Name.
    Daneben lag ein {thing}, noch warm von einer fremden Hand.

    Ein {stranger} verkaufte {place} Karten von Orten, die es noch nicht gab.
    Auf einer davon entdeckte {hero} einen winzigen Fleck namens {home}.
    Der Preis war zu hoch, doch {place2} dachte sie noch lange daran.
  `),
  asides: {
    neutral: lines(`
      Es war {place} ein Tag wie viele andere, und doch erinnerten sich später beide daran.
      Sie aßen {place}, was es gab, und waren zufrieden.
    `),
    humorous: lines(`
      {Place} setzte sich {friend} ausgerechnet auf den einzigen Kuchen weit und breit.
      Die {creature} wünschte sich offiziell zu beschweren.
    `),
    dark: lines(`
      Die Schatten hatten {place} die Geduld von Gläubigern.
      Was die Nacht {place} genommen hatte, gab sie nicht zurück.
    `),
    epic: lines(`
      {Place} schienen sich selbst die Hügel zu erheben, als sie vorüberzogen.
      Von geringeren Tagen als diesem singt man {place} noch heute.
    `),
    romantic: lines(`
      {Place} berührten sich ihre Hände, und keiner zog die seine zurück.
      Es gibt ein Schweigen, das {place} schöner klang als jede Musik.
    `),
    mysterious: lines(`
      Die Spuren führten {place} hinein, aber keine führte hinaus.
      {Place} läutete es dreimal, obwohl dort nie eine Glocke gehangen hatte.
    `),
    dramatic: lines(`
      Ein einziges Wort hätte {place} alles aufgehalten, und niemand sprach es aus.
      {Place} zersprang ein Glas, und es klang wie ein Urteil.
    `)
  },
  shorts: lines(`
    Stille.
    Nichts.
    Sie warteten.
    Niemand sprach.
    Die Zeit verging.
    Es wurde ganz still.
    {hero} nickte nur einmal kurz.
    Keiner von beiden sah sich um.
  `),
  titles: lines(`
    Die {goal} von {home}
    {hero} und die {goal}
    Auf der Suche nach der {goal}
    Das Geheimnis der {goal}
  `),
  summaries: lines(`
    {hero} und {friend} verlassen {home}, um die {goal} zu finden, ehe {foe} ihnen zuvorkommt.
  `),
  keywordAsNoun: [],
  keywordAsPhrase: lines(`
    Ganz oben in ihrem Heft stand {k}, zweimal unterstrichen.
    Über der Tür hatte jemand {k} in weißen Buchstaben geschrieben.
    Von {k} hatte {hero} bisher nur flüstern gehört.
    „Vergiss {k} nicht“, sagte {friend} leise.
    Den halben Abend sprachen sie über {k} und was es bedeuten mochte.
    Sogar {k} hätte sie nicht mehr überraschen können.
    „Erzähl mir noch einmal von {k}“, bat {friend}.
    Unter der Lampe leuchtete das Wort {k} wie frisch geschrieben.
    Jemand hatte einen Zettel über {k} unter der Tür hindurchgeschoben.
    In {home} begann und endete alles mit {k} und einer Tasse Tee.
  `),
  keywordsAsList: lines(`
    An jenem Abend sprach man von {k}, und alles gehörte zusammen.
    Die ganze Geschichte, sagte {friend} gern, hing an {k} und etwas Glück.
    Hinter allem standen {k}, wie {hero} es geahnt hatte.
  `),
  listAnd: ' und ',
  listComma: ', ',
  isPlainNoun: () => false,
  figures: words('Mira; Leonie; Klara; Frieda; Jonna; Marlene; Thea').map(name => ({ name })),
  pools: () => pools
}
