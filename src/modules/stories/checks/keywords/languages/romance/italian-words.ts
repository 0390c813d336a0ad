export const irregularForms = `signore signor signori signora|dottore dottor|ingegnere ingegner|maggiore maggior|minore minor|migliore miglior|peggiore peggior|solo sol|schema schemi|uomo uomini|dio dei|uovo uova|mano mani|dito dita|labbro labbra labbri|bue buoi|ginocchio ginocchia|braccio braccia|osso ossa|ciglio ciglia
  |muro mura|membro membra|paio paia|lenzuolo lenzuola|miglio miglia|centinaio centinaia|migliaio migliaia|grido grida|orecchio orecchie|frutto frutta|riso risa
  |pianeta pianeti|collega colleghi colleghe|problema problemi|sistema sistemi|tema temi|poeta poeti|programma programmi|papa papi|clima climi|dramma drammi
  |duca duchi|artista artisti artiste|re re|bello bel bell bei begli bella belle|buono buon buona buone migliore migliori ottimo|grande gran maggiore maggiori
  |piccolo minore minori|cattivo peggiore peggiori|santo san sant|quello quel quei quegli|tempio templi|ala ali|arma armi|mille mila|molto più|poco meno|euro euro`

export const uninflected = 'anca case coma mente porte sola sole conte sala lento per come dove'

export const nounsLikeAdjectives = `gatto caso palo tavolo stato mercato senato fato prato lato prelato partito marito spirito rito sito dito invito vestito udito abito
  minuto aiuto rifiuto liquido fluido diario orario salario scenario armadio territorio laboratorio vino cammino destino giardino
  mulino pino bambino mattino cuscino grano mano piano vulcano divano aeroplano gabbiano paese mese peso viso sorriso riso naso vaso
  momento vento accento sentimento monumento elemento aumento alimento argomento documento cento talento evento movimento
  risultato trattato comunicato candidato soldato avvocato palato fiato bucato gelato steccato peccato
  latino motivo archivio incentivo obiettivo arrivo ulivo olivo scopo polso corso nastro mostro modo credito debito cibo
  popolo titolo capitolo articolo miracolo angolo secolo spettacolo ostacolo pericolo calcolo suolo ruolo
  giorno forno inverno governo quaderno ritorno mago fuoco gioco luogo lago banco arco pubblico medico tecnico nemico
  trasporto porto torto testo cesto posto resto gesto busto latte`

export const adjectives = `diverso netto russo preciso serbo doppio completo sanguigno grezzo dubbio noto atto salvo concreto neutro parallelo svizzero controverso presunto emerso oscuro
  incinto complesso avverso perverso sommerso disperso immerso intero chiaro secreto segreto discreto inquieto lieto consueto nuovo buono vecchio alto basso lungo corto largo stretto grosso grasso magro piccolo bello brutto ricco povero pulito sporco chiaro scuro
  pieno vuoto secco bagnato freddo caldo fresco tiepido duro morbido liscio ruvido amaro salato acido caro veloce lento rapido primo secondo terzo
  quarto quinto sesto ottavo nono decimo solo stesso altro proprio molto poco tutto certo falso vivo morto sano malato matto saggio tonto pronto
  bravo tenero maturo vero straniero intero sincero leggero severo austero moderno antico eterno interno esterno materno paterno notturno
  cieco sordo muto zoppo calvo biondo bruno nero bianco rosso giallo azzurro grigio dorato argentato curvo piano rotondo quadro profondo quieto inquieto serio
  contento giusto ingiusto onesto modesto diretto esatto perfetto corretto aperto coperto deserto esperto immenso intenso denso assoluto astuto minuto remoto rotto
  scritto maledetto benedetto infinito squisito medio ambo sommo estremo supremo massimo minimo ottimo pessimo ultimo prossimo intimo legittimo marittimo anonimo
  divino umano urbano romano cristiano italiano americano africano femminino vicino genuino marino quotidiano lontano anziano strano sovrano mediano vano
  sereno terreno ameno osceno crudo nudo assurdo tardo sinistro destro diritto dritto derelitto ampio vario contrario necessario
  mio tuo suo nostro vostro quello questo quanto tanto troppo molteplice tedesco francesco fresco pubblico unico fisico chimico medico politico storico economico
  magico tragico comico antico mitico nemico amico amichevole affamato assetato stanco bianco franco largo vago gelido timido umido splendido
  stupendo tremendo orrendo rotondo biondo giocondo immondo maestoso libero misero prospero zuccherato ladro allegro integro pigro negro magro nobile`

/** After these words, what looks like a form of a verb is a noun or an adjective. */
export const beforeNouns = `un uno una il lo la i gli le al allo alla ai agli alle del dello della dei degli delle dal dalla dai dalle nel nella nei nelle sul sulla sui sulle di a da in con su per tra fra questo questa questi queste quel quella quei quelle mio mia miei mie tuo tua suo sua suoi sue loro nostro nostra ogni due tre quattro altro altra altri altre gran senza molto molti molte primo prima nuovo nuova`

/** Words that are no forms of a verb, even if they look like one. */
export const functionWords =
  'come dove fino verso sono sola solo salvo durante mediante secondo presso sotto oltre'
