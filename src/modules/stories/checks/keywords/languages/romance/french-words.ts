export const irregularForms = `œil yeux|oeil yeux|eau eaux|feu feux|ciel cieux|travail travaux|monsieur messieurs|madame mesdames|fée fées
  |mademoiselle mesdemoiselles|blanc blanche|sec sèche|long longue|public publique|gras grasse|gros grosse|épais épaisse|faux fausse|roux rousse
  |doux douce|frais fraîche|vieux vieil vieille|fou fol folle|mou mol molle|beau bel belle|nouveau nouvel nouvelle|favori favorite
  |malin maligne|grec grecque|turc turque|franc franche|tout tous toute toutes|gentil gentille|nul nulle|bas basse|las lasse
  |jumeau jumelle|pareil pareille|vermeil vermeille|mignon mignonne|breton bretonne|fripon friponne|poltron poltronne|rêveur rêveuse|flatteur flatteuse|menteur menteuse|moqueur moqueuse
  |trompeur trompeuse|vengeur vengeresse|créateur créatrice|conservateur conservatrice|destructeur destructrice|civil civile|net nette nettes|andalou andalouse|ambigu ambiguë|cadet cadette|bref brève|laïque laïc|fin fine
  |masculin masculine|féminin féminine|enfantin enfantine|mutin mutine|câlin câline|argentin argentine|clandestin clandestine|cristallin cristalline|orphelin orpheline|paysan paysanne|vœu vœux|an ans|pomme pommes|arc arcs|clé clef|clefs clés|bon bonne|sot sotte|jaloux jalouse|métis métisse|bénin bénigne|aigu aiguë
  |matériau matériaux|tuyau tuyaux|noyau noyaux|joyau joyaux|bijou bijoux|caillou cailloux|chou choux|genou genoux|hibou hiboux
  |meilleur meilleure|mauvais pire|bonhomme bonshommes|gentilhomme gentilshommes|complet complète|secret secrète|concret concrète|discret discrète
  |inquiet inquiète|premier première|dernier dernière|bœuf bœufs|événement évènement|paie paye`

/** Words that with an ending would be another word. */
export const uninflected =
  'cour cours somme fil fils foi mai moi pari paris sou souri souris ver vers fois pas mais dans plus mois pays temps corps bras dos'

export const shortAdjectives = `petit grand fort haut court lent vert noir bleu lourd plat froid chaud laid mort vrai gai joli seul plein vain brun
  clair dur mûr sûr pur nu cru gris idiot droit étroit léger cher amer fier rond blond divin fin sain idéal loyal royal banal fatal égal
  légal local vocal total final moral rural oral mental rusé muni uni béni poli puni fini génial fluet ardu dodu exquis soumis
  clos précis assis compris surpris niais anglais danois cruel réel annuel actuel mortel naturel quel tel ancien moyen chien ouvert
  couvert offert content vivant savant puissant brillant géant élu connu perdu vaincu obscur futur mineur majeur nain prompt récent prudent
  ardent urgent latin marin voisin certain humain urbain romain issu dit prêt saint nazi vilain soudain commun brutal`

/** After these words, what looks like a form of a verb is a noun or an adjective. */
export const beforeNouns = `un une des du au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre nos votre vos leur leurs le la les de d' par sans en avec pour chaque quelque quelques aucun aucune deux trois quatre plusieurs sur sous dans première premier grand grande même autre`

/** Words that are no forms of a verb, even if they look like one. */
export const functionWords =
  'sur entre contre pendant durant concernant suivant avant devant tout sens vers est plus sommes dures excepté vu'

/** Nouns that with the ending of a feminine are forms of verbs, or other nouns. */
export const nounsWithVerb = `propos rappel serpent dessert emploi renvoi convoi octroi accord record concert regard retard hasard signal format
  récit profit crédit début refus accent repos projet rejet objet cachet argent diamant conseil souci oubli pari défi appel envoi essai avenir prêtre
  moment instant torrent accident talent parent serment vêtement testament combat débat contrat résultat achat climat`
