import { lines, passages, words, type Tongue } from './tongue.ts'

const pools = {
  home: words('Valombre; Port-Clair; Montfleury; Roquebelle'),
  place: words(
    `près du vieux moulin; dans la gare déserte; au pied du phare; à la bibliothèque;
     sous le grand tilleul; au marché; devant le pont; dans le théâtre fermé; au bord du fleuve;
     dans la tour`
  ),
  goal: words('cloche de verre; boussole de jade; lettre perdue; clef de lune'),
  foe: words('monsieur Sévère; la comtesse de Fer; le capitaine Maur'),
  stranger: words('passeur; luthier; jardinier; boulanger; violoniste; veilleur'),
  thing: words(
    'bouton de nacre; petit miroir; sifflet de fer; gant bleu; vieux carnet; galet noir'
  ),
  creature: words('chouette; chatte grise; pie; renarde; hase; tortue'),
  weather: words(
    `la pluie tambourinait sur les toits; la brume emplissait les ruelles; il neigeait sans bruit;
     les étoiles semblaient toutes proches; un vent tiède soufflait; le tonnerre grondait au loin`
  ),
  time: words(
    `un matin de gel; peu avant l’aube; tard dans la soirée; au troisième jour; à l’heure bleue;
     vers midi; à la fin de la semaine`
  )
}

export const french: Tongue = {
  gap: ' ',
  plot: {
    opening: passages(`
      À {home}, tout le monde connaissait {hero}, et presque personne ne savait qui elle était.
      Le soir, assise {place}, elle dessinait des cartes de pays jamais vus.
      Le plus souvent {weather}, et nul ne venait la déranger.
      {Time}, tout changea.

      L’histoire de la {goal} commença {place}, comme tant de choses à {home}.
      {hero} affirmait qu’elle existait, et {friend} se contentait de rire.
      Dehors {weather}, et dedans le silence se fit d’un coup.
      « Alors va la chercher », lança quelqu’un, et ce fut décidé.
    `),
    want: passages(`
      {hero} ne voulait qu’une chose : trouver la {goal} et la rapporter chez elle.
      Elle l’avait promis à sa grand-mère, et les promesses ne s’allègent pas avec les années.
      {friend} mit dans le sac du pain, une couverture et un {thing}.
      {Time}, elles se mirent en route.

      Sans la {goal}, {home} continuerait de s’éteindre, fenêtre après fenêtre.
      {hero} le savait, et c’est pourquoi elle dormait mal.
      « Je viens avec toi, dit {friend}, il faut bien que quelqu’un pense aux choses raisonnables. »
    `),
    trouble: passages(`
      Mais {foe} avait aussi entendu parler de la {goal} et s’était mis en chemin plus tôt.
      Le premier signe les attendait {place} : une porte ouverte, une lampe encore chaude.
      Toutes les cartes avaient disparu.
      « Nous arrivons trop tard », dit {hero}, et pour la première fois sa voix trembla.

      Les ennuis arrivèrent {time} et frappèrent poliment à la porte.
      C’était {foe}, avec un sourire de grille fermée.
      {hero} songea aux fenêtres de {home} et poussa la table contre la porte.
    `),
    turn: passages(`
      C’est alors que {friend} remarqua qu’elles tenaient la carte à l’envers.
      La {goal} ne se trouvait pas au bout du chemin, mais à son début.
      {hero} rit tant qu’elle dut s’asseoir.
      Puis elles firent demi-tour et se mirent à courir.

      La réponse, un {stranger} la connaissait, à qui nul n’avait jamais parlé gentiment.
      « La {goal} ne se prend pas, dit-il, mais peut-être voudra-t-elle vous suivre. »
      {hero} retourna la phrase comme un galet de rivière.
    `),
    climax: passages(`
      Elles trouvèrent {foe} {place}, et entre eux il n’y avait plus que la {goal}.
      Le temps de trois souffles, personne ne bougea.
      Alors {hero} dit simplement la vérité, et nul ne s’y attendait.
      À qui ne retient plus rien, on ne peut rien arracher.

      Tout tenait désormais à une corde et à une seule décision.
      D’un côté brillait la {goal}, de l’autre pendait {friend}.
      {hero} n’hésita pas un instant, et c’était là toute l’épreuve.
      La corde tint bon.
    `),
    ending: passages(`
      {hero} revint à {home} de la poussière plein les manches et la {goal} sous le bras.
      L’une après l’autre, les fenêtres s’allumèrent.
      {friend} raconta tout si souvent que les dangers grandirent et que la route raccourcit.
      Et quand vient le soir, elle dessine encore, assise {place}.

      À la fin, la {goal} fut posée là où chacun pouvait la voir et où nul ne pouvait la posséder.
      « Et maintenant ? » demanda {friend}.
      {hero} prit son manteau et laissa la porte ouverte derrière elle.
    `)
  },
  scenes: passages(`
    En chemin, elles rencontrèrent {place} un {stranger} fatigué qui voulait un conte et non de l’argent.
    {hero} lui dit celui du jour où les horloges s’étaient arrêtées {place2}.
    Il rit à tous les bons moments, et une fois au mauvais.
    En partant, il leur offrit un {thing}.

    {Time}, tandis que {weather}, elles s’abritèrent {place}.
    Cela sentait le vieux papier et le souper des autres.
    Derrière une planche, {friend} trouva un {thing} et l’essuya d’un revers de manche.
    Nul ne savait à quoi il servait, et c’est pour cela qu’elles l’emportèrent.

    Une {creature} les précédait et tournait parfois la tête.
    Quand elle disparut {place}, elle manqua aussitôt à {hero}.
    « C’est ainsi que cela commence, dit {friend} : une {creature} vous manque, puis on écrit des vers. »

    Elles se disputèrent {time}, comme se disputent les gens fatigués.
    En arrivant {place2}, {hero} tenait prêtes de superbes excuses.
    {friend} fut plus rapide, avec de plus courtes et une demi-pomme.

    Un {stranger} aimable les laissa se chauffer les mains {place}.
    Sur l’étagère reposait un {thing}, soigneusement enveloppé d’un linge.
    « Il se souvient de tout », souffla-t-il.
    Cette nuit-là {weather}, et personne ne voulut dormir.

    La nouvelle avait couru plus vite qu’elles : {place}, un {stranger} savait déjà leurs noms.
    À l’en croire, {friend} était une géante et {hero} parlait avec une {creature}.
    Elles ne virent aucune raison de le détromper.

    {hero} découvrit {place} une lettre à son adresse.
    La première ligne avertissait, la deuxième plaisantait, la troisième n’était que son nom.
    À côté se trouvait un {thing}, tiède encore d’une main inconnue.

    Un {stranger} vendait {place} des cartes de lieux qui n’existaient pas encore.
    Sur l’une d’elles, {hero} aperçut une tache minuscule nommée {home}.
    Le prix était trop élevé, mais {place2} elle y pensait toujours.
  `),
  asides: {
    neutral: lines(`
      Ce fut {place} un jour comme un autre, et pourtant toutes deux s’en souvinrent.
      Elles mangèrent {place} ce qu’il y avait et s’en trouvèrent bien.
    `),
    humorous: lines(`
      Ce fut {place} que {friend} s’assit sur le seul gâteau de la province.
      La {creature} souhaitait déposer une plainte officielle.
    `),
    dark: lines(`
      Les ombres avaient {place} la patience des créanciers.
      Ce que la nuit avait pris {place}, elle n’entendait pas le rendre.
    `),
    epic: lines(`
      Les collines mêmes semblaient se lever {place} pour les voir passer.
      De jours moins grands que celui-là, on chante {place} encore.
    `),
    romantic: lines(`
      Leurs mains se frôlèrent {place}, et aucune ne se retira.
      Il est des silences qui valaient {place} mieux que toute musique.
    `),
    mysterious: lines(`
      Des pas menaient {place}, mais aucun n’en revenait.
      Trois coups sonnèrent {place}, où jamais il n’y eut de cloche.
    `),
    dramatic: lines(`
      Un seul mot aurait tout arrêté {place}, et personne ne le prononça.
      Un verre se brisa {place}, et ce fut comme un verdict.
    `)
  },
  shorts: lines(`
    Silence.
    Rien.
    Elles attendirent.
    Personne ne parla.
    Le temps passa.
    Tout devint très calme.
    {hero} fit un seul signe.
    Aucune des deux ne se retourna.
  `),
  titles: lines(`
    La {goal} de {home}
    {hero} et la {goal}
    La route de {home}
    Une lampe à {home}
  `),
  summaries: lines(`
    {hero} et {friend} quittent {home} pour trouver la {goal} avant {foe}.
  `),
  keywordAsNoun: [],
  keywordAsPhrase: lines(`
    Dans son carnet, {hero} écrivit {k} et le souligna deux fois.
    Au-dessus de la porte, quelqu’un avait peint {k} en lettres blanches.
    Jamais on ne parlait de {k} autrement qu’à voix basse.
    « Pense toujours à {k} surtout », murmura {friend}.
    La moitié de la nuit passa à évoquer {k} et ce que cela voulait dire.
    Même {k} n’aurait pu la surprendre davantage.
    « Raconte encore {k} », demanda {friend}.
    Sous la lampe, le mot {k} brillait comme fraîchement écrit.
    Sous la porte, un billet portait les mots {k} et rien de plus.
    À {home}, tout commençait et finissait par {k} et une tasse de thé.
  `),
  keywordsAsList: lines(`
    Ce soir-là, on parla de ceci : {k}, et tout se tenait.
    Toute l’histoire, disait {friend}, tenait à {k} et à un peu de chance.
    Derrière tout cela, il y avait {k}, comme {hero} s’en doutait.
  `),
  listAnd: ' et ',
  listComma: ', ',
  isPlainNoun: () => false,
  figures: words('Agathe; Solène; Margot; Jeanne; Camille; Rosalie; Violette').map(name => ({
    name
  })),
  pools: () => pools
}
